from django.urls import path, re_path

from villages import phone
from villages.field import accounts, choosing, pages, writing
from villages.outbox import views as outbox

app_name = "villages"
urlpatterns = [
    path("api/ping", outbox.ping, name="ping"),
    path("api/sessions/<uuid:uuid>/", outbox.session, name="outbox-session"),
    re_path(r"^api/photos/(?P<sha256>[0-9a-f]{64})/$", outbox.put_photo, name="put-photo"),
    path("api/reconcile", outbox.reconcile, name="reconcile"),
    path("lapangan/", pages.home, name="field-home"),
    path("lapangan/masuk/", accounts.sign_in, name="field-login"),
    path("lapangan/keluar/", accounts.sign_out, name="field-logout"),
    path("lapangan/akun/", accounts.account, name="field-account"),
    path("lapangan/akun/sandi/", accounts.password, name="field-password"),
    path("lapangan/desa/", choosing.choose_village, name="choose-village"),
    path("lapangan/desa/nama", choosing.village_names, name="village-names"),
    path("lapangan/tanpa-sinyal/", phone.no_signal, name="field-no-signal"),
    path("lapangan/sesi/", pages.session_list, name="session-list"),
    path("lapangan/sesi/baru/", writing.session_create, name="session-create"),
    path("lapangan/sesi/<uuid:uuid>/", pages.session_detail, name="session-detail"),
    path("lapangan/sesi/<uuid:uuid>/ubah/", writing.session_edit, name="session-edit"),
    path("lapangan/foto/<int:pk>/", pages.photo, name="photo"),
    path("lapangan/sw.js", phone.service_worker, name="field-worker"),
    path("lapangan/aplikasi.webmanifest", phone.manifest, name="field-manifest"),
    path("lapangan/kotak-keluar/", phone.outbox, name="field-outbox"),
]
