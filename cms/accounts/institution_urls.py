from django.urls import path

from cms.accounts.institution_sign_in import ReturnView, StartView

urlpatterns = [
    path("", StartView.as_view(), name="institution-sign-in"),
    path("kembali/", ReturnView.as_view(), name="institution-return"),
]
