from django.urls import path

from quizzes.programme.api import views

app_name = "api"
urlpatterns = [
    path("sessions/", views.sessions, name="sessions"),
    path("villages/", views.villages, name="villages"),
    path("indicators/", views.indicators, name="indicators"),
]
