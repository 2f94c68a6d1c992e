from django.urls import path, re_path

from villages.field_app import accounts, pwa, second_factor, session_form, views, village_search
from villages.outbox import views as outbox

app_name = "villages"
urlpatterns = [
    path("api/ping", outbox.ping, name="ping"),
    path("api/sessions/<uuid:uuid>/", outbox.session, name="outbox-session"),
    re_path(r"^api/photos/(?P<sha256>[0-9a-f]{64})/$", outbox.put_photo, name="put-photo"),
    path("api/reconcile", outbox.reconcile, name="reconcile"),
    path("lapangan/", views.home, name="field-home"),
    path("lapangan/masuk/", accounts.sign_in, name="field-login"),
    path("lapangan/masuk/langkah-kedua/", second_factor.second_step, name="field-second-step"),
    path("lapangan/keluar/", accounts.sign_out, name="field-logout"),
    path("lapangan/akun/", accounts.account, name="field-account"),
    path("lapangan/akun/langkah-kedua/", second_factor.second_factor, name="field-second-factor"),
    path("lapangan/akun/sandi/", accounts.password, name="field-password"),
    path("lapangan/desa/", village_search.choose_village, name="choose-village"),
    path("lapangan/desa/nama", village_search.village_suggestions, name="village-names"),
    path("lapangan/tanpa-sinyal/", pwa.no_signal, name="field-no-signal"),
    path("lapangan/sesi/", views.session_list, name="session-list"),
    path("lapangan/sesi/baru/", session_form.session_create, name="session-create"),
    path("lapangan/sesi/<uuid:uuid>/", views.session_detail, name="session-detail"),
    path("lapangan/sesi/<uuid:uuid>/ubah/", session_form.session_edit, name="session-edit"),
    path("lapangan/foto/<int:pk>/", views.own_photo, name="photo"),
    path("lapangan/sw.js", pwa.field_service_worker, name="field-worker"),
    path("lapangan/aplikasi.webmanifest", pwa.field_manifest, name="field-manifest"),
    path("lapangan/kotak-keluar/", pwa.outbox_page, name="field-outbox"),
]
