from django.urls import path

from quizzes.programme.api import token_views as tokens
from quizzes.programme.dashboard import drill_down, views
from quizzes.programme.dashboard.village import village_page
from quizzes.programme.exports import views as exports
from quizzes.programme.exports.log import export_log

app_name = "dashboard"
urlpatterns = [
    path("", views.index, name="index"),
    path("kamus/", views.dictionary, name="dictionary"),
    path("sesi/", drill_down.session_rows, name="sessions"),
    path("sesi.csv", exports.session_csv, name="sessions-csv"),
    path("kunci/", tokens.tokens, name="tokens"),
    path("kunci/<int:pk>/cabut/", tokens.revoke, name="token-revoke"),
    path("ekspor/", exports.export_list, name="exports"),
    path("ekspor/catatan/", export_log, name="export-log"),
    path("ekspor/kolom/<slug:kind>.csv", exports.codebook_csv, name="codebook"),
    path("ekspor/<int:pk>/", exports.export_progress, name="export"),
    path("ekspor/<int:pk>/berkas/", exports.export_file, name="export-file"),
    path("ekspor/<int:pk>/ulang/", exports.export_again, name="export-again"),
    path("laporan/", views.report, name="report"),
    path("desa/", drill_down.village_rows, name="villages"),
    path("desa/<str:code>/", village_page, name="village"),
]
