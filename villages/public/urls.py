from django.urls import path

from villages.public import views

app_name = "villages-public"
urlpatterns = [
    path("desa/", views.village_list, name="village-list"),
    path("desa/<str:code>/", views.village_detail, name="village"),
]
