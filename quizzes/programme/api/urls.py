from django.urls import path

from quizzes.programme.api import description, views

app_name = "api"
urlpatterns = [
    path("openapi.json", description.openapi, name="openapi"),
    path("sessions/", views.sessions, name="sessions"),
    path("villages/", views.villages, name="villages"),
    path("indicators/", views.indicators, name="indicators"),
]
