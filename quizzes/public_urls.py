from django.urls import path, re_path

from quizzes.views import taking

app_name = "quizzes-public"
attempt = r"^kuis/(?P<slug>[-\w]+)/(?P<token>[\w-]{16})/"
urlpatterns = [
    path("kuis/", taking.quiz_list, name="list"),
    path("kuis/<slug:slug>/", taking.quiz, name="quiz"),
    path("kuis/<slug:slug>/utuh/", taking.whole_alone, name="whole"),
    path("kuis/<slug:slug>/ronde/<slug:code>/utuh/", taking.whole_round, name="whole-round"),
    re_path(attempt + r"utuh/$", taking.whole_begun, name="whole-begun"),
    re_path(attempt + r"$", taking.resume, name="resume"),
    re_path(attempt + r"hasil/$", taking.result, name="result"),
    re_path(attempt + r"(?P<position>[1-9])/$", taking.question, name="question"),
]
