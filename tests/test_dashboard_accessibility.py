"""The pages of the programme: axe finds no error, nothing is wider than a phone, empty tables have a text."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from villages.models import ImmigrationOffice, Village

SPRING = "first=2026-03&last=2026-05"
ADMIN = [
    f"/admin/program/?{SPRING}",
    "/admin/program/?first=2024-01&last=2024-02",
    "/admin/program/?first=x&office=0",
    f"/admin/program/sesi/?{SPRING}&show=women",
    f"/admin/program/desa/?{SPRING}&state=visited",
    "/admin/program/desa/33.22.05.2003/",
    "/admin/program/kamus/",
    "/admin/program/ekspor/",
    "/admin/hasil-kuis/ronde/?show=all",
]
ROUND = ["", "layar/", "tangan/", "kartu/", "hasil/"]
WHOLE = [f"/admin/program/laporan/?{SPRING}", "/admin/program/laporan/?first=2024-01&last=2024-02"]
PUBLIC = ["/id/desa/", "/id/desa/?provinsi=33", "/id/desa/?q=zzzz", "/id/desa/33.22.05.2003/", "/jv/desa/"]


@pytest.fixture
def places(programme, place, settings):
    settings.SITE_URL = ""
    for village, latitude in ((place.village, "-7.25"), (place.second_village, "-7.75")):
        Village.objects.filter(pk=village.pk).update(latitude=latitude, longitude="110.5")


def errors(page, address, part=None):
    page.goto(address)
    found = Axe().run(page, context=part).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
    return [(address, error["id"], error["nodes"][0]["html"][:200]) for error in found]


def signed_in(context, live_server, user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": live_server.url}
            for name, cookie in client.cookies.items()
        ]
    )


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_admin_are_accessible_and_fit(places, cast, live_server, browser, width):
    found = []
    for user, admin_paths, whole in ((cast.reviewer, ADMIN, WHOLE), (cast.analyst, ADMIN[:1], [])):
        context = browser.new_context(viewport={"width": width, "height": 640}, bypass_csp=True)
        signed_in(context, live_server, user)
        page = context.new_page()
        for path, part in [(path, ".nice-padding") for path in admin_paths] + [
            (path, None) for path in whole
        ]:
            found += errors(page, live_server.url + path, part)
        context.close()
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_public_pages_of_villages_are_accessible_and_fit(
    places, live_server, browser, browser_context_args, scheme
):
    context = browser.new_context(**browser_context_args, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    assert [error for path in PUBLIC for error in errors(page, live_server.url + path)] == []
    context.close()


@pytest.mark.browser
def test_the_pages_of_a_round_are_accessible_and_fit_a_phone(
    transactional_db, make_round, cast, live_server, browser, browser_context_args
):
    context = browser.new_context(**browser_context_args, bypass_csp=True)
    signed_in(context, live_server, cast.educator)
    page = context.new_page()
    own = f"/lapangan/ronde/{make_round('before').code}/"
    paths = ["/lapangan/ronde/", "/lapangan/ronde/baru/", *(own + path for path in ROUND)]
    assert [error for path in paths for error in errors(page, live_server.url + path)] == []
    context.close()


EMPTY = "first=2024-01&last=2024-02"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"/admin/program/?{EMPTY}", "Tidak ada sesi yang disetujui pada periode ini"),
        (f"/admin/program/?{EMPTY}", "Tidak ada sesi pada periode ini."),
        (f"/admin/program/?{EMPTY}", "Belum ada desa di sini yang punya koordinat"),
        (f"/admin/program/sesi/?{EMPTY}&show=women", "Tidak ada sesi pada periode ini."),
        (f"/admin/program/desa/?{EMPTY}&state=visited", "Tidak ada desa yang cocok."),
        (f"/admin/hasil-kuis/ronde/?show=all&{EMPTY}", "Tidak ada ronde"),
    ],
)
def test_an_empty_period_says_what_is_missing(programme, cast, client, address, words):
    client.force_login(cast.analyst, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address)
    assert page.status_code == 200
    assert words in page.content.decode()


def test_an_office_without_villages_says_so(programme, place, cast, client):
    client.force_login(cast.analyst, backend="django.contrib.auth.backends.ModelBackend")
    empty = ImmigrationOffice.objects.create(
        name="Kantor Imigrasi Kosong", city="Kosong", province=place.java
    )
    response = client.get(f"/admin/program/?office={empty.pk}")
    assert "Tidak ada desa atau sesi yang cocok" in response.content.decode()
    assert response.context["summary"].reach.coverage is None
    report = client.get(f"/admin/program/laporan/?office={empty.pk}").content.decode()
    assert "Tidak ada sesi yang disetujui pada bulan ini" in report
    file = client.get(f"/admin/program/ekspor/?kind=reach&format=csv&office={empty.pk}")
    assert len(b"".join(file.streaming_content).splitlines()) == 1


def test_a_programme_without_anything_still_opens(db, person, roles, client):
    client.force_login(person("pusat1", "analyst"), backend="django.contrib.auth.backends.ModelBackend")
    for address in ("", "sesi/", "desa/", "kamus/", "ekspor/"):
        assert client.get(f"/admin/program/{address}").status_code == 200
    page = client.get("/admin/program/").content.decode()
    assert "Tidak ada desa atau sesi yang cocok" in page
    assert client.get("/id/desa/").status_code == 200


@pytest.mark.parametrize("query", ["first=nonsense", "office=999", "province=xx", "topic=%27%22<b>"])
def test_a_filter_that_means_nothing_is_ignored_by_every_list(programme, cast, client, query):
    client.force_login(cast.analyst, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("program/sesi/", "program/desa/", "hasil-kuis/ronde/"):
        page = client.get(f"/admin/{address}?{query}")
        assert page.status_code == 200
        assert "<b>" not in page.content.decode()
    assert client.get(f"/admin/program/laporan/?{query}").status_code == 302


def test_the_form_shows_the_period_that_is_used(programme, cast, client):
    client.force_login(cast.reviewer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/program/?first=2026-03&last=2026-05").content.decode()
    assert 'value="2026-03"' in page
    office = str(cast.reviewer.assignments.first().office_id)
    assert f'<option value="{office}" selected>' in page
    response = client.get("/admin/program/?first=2026-05&last=2026-03")
    assert 'value="2026-05"' in response.content.decode()
