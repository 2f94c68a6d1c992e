from django.urls import path

from quizzes.programme.api import token_views
from quizzes.programme.dashboard import drill_down, views
from quizzes.programme.dashboard.village import village_page
from quizzes.programme.exports import views as exports
from quizzes.programme.exports.log import export_log

app_name = "dashboard"
urlpatterns = [
    path("", views.dashboard, name="index"),
    path("kamus/", views.data_dictionary, name="dictionary"),
    path("sesi/", drill_down.session_drill_down, name="sessions"),
    path("sesi.csv", exports.session_csv, name="sessions-csv"),
    path("kunci/", token_views.token_list, name="tokens"),
    path("kunci/<int:pk>/cabut/", token_views.revoke_token, name="token-revoke"),
    path("ekspor/", exports.export_list, name="exports"),
    path("ekspor/catatan/", export_log, name="export-log"),
    path("ekspor/kolom/<slug:kind>.csv", exports.table_codebook_csv, name="codebook"),
    path("ekspor/<int:pk>/", exports.export_progress, name="export"),
    path("ekspor/<int:pk>/berkas/", exports.export_file, name="export-file"),
    path("ekspor/<int:pk>/ulang/", exports.export_again, name="export-again"),
    path("laporan/", views.monthly_report, name="report"),
    path("desa/", drill_down.village_drill_down, name="villages"),
    path("desa/<str:code>/", village_page, name="village"),
]
