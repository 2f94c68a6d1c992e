from django.urls import path

from quizzes.analysis import alone_review, round_review, views

app_name = "quiz_reports"
urlpatterns = [
    path("", views.report_list, name="index"),
    path("ronde/", round_review.review_list, name="rounds"),
    path("ronde/<slug:code>/", round_review.review_round, name="round"),
    path("sendiri/", alone_review.review_alone, name="alone"),
    path("<slug:slug>/", views.quiz_report, name="report"),
    path("<slug:slug>/jawaban.csv", views.answers_csv, name="csv"),
    path("<slug:slug>/jawaban.xlsx", views.answers_xlsx, name="xlsx"),
    path("<slug:slug>/buku-kode.csv", views.answer_codebook_csv, name="codebook"),
]
