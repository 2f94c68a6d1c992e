from django.urls import path

from villages import public_views

app_name = "villages-public"
urlpatterns = [
    path("desa/", public_views.village_list, name="village-list"),
    path("desa/<str:code>/", public_views.village_detail, name="village"),
]
