from django.urls import path

from quizzes.reports import rounds, views

app_name = "quiz_reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("ronde/", rounds.round_list, name="rounds"),
    path("ronde/<slug:code>/", rounds.round_attempts, name="round"),
    path("<slug:slug>/", views.report, name="report"),
    path("<slug:slug>/jawaban.csv", views.answers_csv, name="csv"),
    path("<slug:slug>/jawaban.xlsx", views.answers_xlsx, name="xlsx"),
    path("<slug:slug>/buku-kode.csv", views.codebook_csv, name="codebook"),
]
