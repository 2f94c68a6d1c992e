from django.urls import path, re_path

from quizzes.taking import views

app_name = "quizzes-public"
attempt = r"^kuis/(?P<slug>[-\w]+)/(?P<token>[\w-]{16})/"
urlpatterns = [
    path("kuis/", views.quiz_list, name="list"),
    path("kuis/<slug:slug>/", views.quiz, name="quiz"),
    path("kuis/<slug:slug>/utuh/", views.whole_alone, name="whole"),
    path("kuis/<slug:slug>/ronde/<slug:code>/utuh/", views.whole_round, name="whole-round"),
    re_path(attempt + r"utuh/$", views.whole_begun, name="whole-begun"),
    re_path(attempt + r"$", views.resume, name="resume"),
    re_path(attempt + r"hasil/$", views.result, name="result"),
    re_path(attempt + r"(?P<position>[1-9])/$", views.question, name="question"),
]
