"""Addresses of the reader's pages that are not Wagtail pages; each begins with a language."""

from django.urls import path

from cms.reader import kept, offer, search, sources, useful

app_name = "cms"
urlpatterns = [
    path("cek-tawaran/", offer.check_offer, name="check-offer"),
    path("cari/", search.search, name="search"),
    path("berguna/<int:pk>/", useful.was_useful, name="was-useful"),
    path("tersimpan/", kept.kept_pages, name="kept-pages"),
    path("<slug:topic>/<slug:article>/sumber/", sources.sources, name="sources"),
]
