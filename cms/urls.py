from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms import api, media, routing, sitemaps, views
from cms.accounts import admin_sign_in
from cms.editing.private_pictures import CollectionEditView
from cms.message_check.views import check_shared_message
from cms.public import image_preference, offline, quick_exit, security_contact

handler500 = "cms.deployment.unavailable.server_error"

languages = "|".join(code for code, _ in settings.LANGUAGES)

# First, as readers ask for these most, and an address is compared with one pattern after another.
urlpatterns = i18n_patterns(
    path("", include("quizzes.public_urls")),
    path("", include("villages.public.urls")),
    path("", include("cms.public.urls")),
    re_path(wagtail_urls.serve_pattern, routing.serve),
    path("", include(wagtail_urls)),
)

urlpatterns += [
    path("", views.root, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    re_path(rf"^bahasa/(?P<code>{languages})/$", views.choose_language, name="choose-language"),
    re_path(r"^gambar/(?P<choice>tanpa|dengan)/$", image_preference.choose_pictures, name="choose-pictures"),
    path("admin/login/", admin_sign_in.AdminLoginView.as_view(), name="admin-login"),
    *([path("admin/instansi/", include("cms.accounts.institution_urls"))] if settings.OIDC_ISSUER else []),
    path("admin/collections/<int:pk>/", require_admin_access(CollectionEditView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.serve, name="media"),
    path("api/v2/", api.router.urls),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path(security_contact.PATH, security_contact.security_txt, name="security-txt"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sw.js", offline.service_worker, name="service-worker"),
    path("bersih", quick_exit.clear_browser_cache, name="clear-browser-cache"),
    path("cek-pesan/", check_shared_message, name="check-shared-message"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("", include("villages.urls")),
    path("", include("quizzes.urls")),
]
