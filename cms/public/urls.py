"""Addresses of public pages that are not Wagtail pages; each begins with a language."""

from django.urls import path

from cms import feedback
from cms.message_check import views as message_check_views
from cms.offer_check import views as offer_check_views
from cms.public import offline, place_help, quick_exit, rescue_message, sources
from cms.search import views as search_views

app_name = "cms"
urlpatterns = [
    path("cek-tawaran/", offer_check_views.check_offer, name="check-offer"),
    path("cek-pesan/", message_check_views.check_message, name="check-message"),
    path("cek-pesan/aturan/<slug:digest>/", message_check_views.rules_for_phones, name="message-rules"),
    path("cari/", search_views.search, name="search"),
    path("berguna/<int:pk>/", feedback.was_useful, name="was-useful"),
    path("bantuan/<slug:place>/", place_help.place_help, name="place-help"),
    path("cuaca/", quick_exit.neutral_page, name="neutral-page"),
    path("pesan-darurat/", rescue_message.rescue_message, name="rescue-message"),
    path("tersimpan/", offline.saved_pages, name="saved-pages"),
    path("<slug:topic>/<slug:article>/sumber/", sources.sources, name="sources"),
]
