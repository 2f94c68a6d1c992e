"""Full function in Chromium 72 and 80: the pages are walked through as a person does."""

import io

import pytest
from PIL import Image

from quizzes.models import Attempt, Round
from villages.models import Session, SessionPhoto

pytestmark = [pytest.mark.old_engines, pytest.mark.usefixtures("empty_content_cache")]
FORM = "/lapangan/sesi/baru/"
STORED = """(async () => {
  await navigator.serviceWorker.ready;
  for (const path of ["/lapangan/sesi/baru/", "/lapangan/kotak-keluar/"]) {
    while (!(await caches.match(path))) await new Promise((done) => setTimeout(done, 50));
  }
  return true;
})()"""
ROW = "(document.querySelector('.outbox__row') || { dataset: {} }).dataset.state"


@pytest.fixture
def educator(old_engine, transactional_db, live_server, signed_in, cast):
    """The old engine with an educator who is signed in, and the address of the site."""
    cookie = signed_in(cast.educator).cookies["sessionid"].value
    old_engine.send("Network.setCookie", name="sessionid", value=cookie, url=live_server.url)
    return old_engine, live_server.url


@pytest.fixture
def photo_on_its_side(tmp_path):
    """A photo as a camera stores it that was held upright: 90 pixels wide, red above, once it is turned."""
    picture = Image.new("RGB", (160, 90), "blue")
    picture.paste("red", (0, 0, 80, 90))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees: its left is the top
    path = tmp_path / "foto.jpg"
    picture.save(path, "JPEG", exif=exif)
    return path


def fill_in(engine, photo=None):
    engine.wait_for("document.querySelector('.draft')")
    engine.fill("[name=village]", "33.22.05.2003")
    engine.fill("[name=started_local]", "2026-11-20T09:30")
    engine.fill("[name=ended_local]", "2026-11-20T11:00")
    engine.tap("[name=activity][value=counselling]")
    engine.tap("[name=venue][value=village_hall]")
    engine.fill("[name='attendance-f-25-34']", "25")
    if photo:
        engine.tap("[name=photos-sure]")
        engine.choose_file("input[type=file][name=photo]", photo)
        engine.wait_for("document.querySelector('[data-caption]')")


def save(engine):
    engine.wait_for("document.querySelector('[data-form-status]').textContent")
    engine.tap("[data-save]")
    engine.wait_for("location.pathname === '/lapangan/kotak-keluar/'")


def test_a_session_with_a_photo_is_logged_and_arrives(educator, photo_on_its_side):
    engine, address = educator
    engine.open(address + FORM)
    fill_in(engine, photo_on_its_side)
    save(engine)
    engine.wait_for(f"{ROW} === 'complete'")
    session = Session.objects.get()
    assert session.attendance.get().count == 25
    with Image.open(io.BytesIO(SessionPhoto.objects.get().file.read())) as stored:
        assert stored.size == (90, 160)
        red, _green, blue = stored.convert("RGB").getpixel((45, 10))
        assert red > 200 > 50 > blue


def test_the_field_app_opens_without_a_line_and_sends_when_it_is_back(educator):
    engine, address = educator
    engine.open(address + "/lapangan/")
    engine.wait_for(STORED)
    engine.set_offline(True)
    engine.open(address + FORM)
    fill_in(engine)
    save(engine)
    engine.wait_for(f"{ROW} === 'queued' || {ROW} === 'waiting'")
    assert not Session.objects.exists()
    engine.set_offline(False)
    engine.tap("[data-send-now]")
    engine.wait_for(f"{ROW} === 'complete'")
    assert Session.objects.count() == 1


def answer_all(engine, count=3):
    for number in range(1, count + 1):
        section = "section:not([hidden])"
        engine.wait_for(f"document.querySelector('{section} input[value=b]')")
        engine.listen(0.6)  # what comes sooner is the second half of a double tap
        engine.tap(f"{section} input[value=b]")
        engine.tap(f"{section} form button")
        engine.listen(0.6)
        if (
            engine.run(f"Boolean(document.querySelector('{section} [data-next]:not([hidden])'))")
            and number < count
        ):
            engine.tap(f"{section} [data-next]")
    if engine.run("location.hash") != "#hasil":
        engine.tap("section:not([hidden]) [data-finish]")
    engine.wait_for("location.hash === '#hasil'")


def test_a_quiz_is_taken_alone(old_engine, transactional_db, live_server, quiz):
    old_engine.open(f"{live_server.url}/id/kuis/coba/")
    old_engine.tap("main form button")
    old_engine.wait_for("document.body.dataset.quiz === 'ready'")
    answer_all(old_engine)
    old_engine.wait_for("!Object.keys(localStorage).some((key) => key.startsWith('kirim:'))")
    assert Attempt.objects.get().answers.count() == 3


def test_a_quiz_is_taken_in_a_round(old_engine, transactional_db, live_server, make_round):
    round_ = make_round("after")
    old_engine.open(f"{live_server.url}/g/{round_.code}")
    old_engine.tap("form button[type=submit], form button")
    old_engine.wait_for("document.body.dataset.quiz === 'ready'")
    answer_all(old_engine)
    old_engine.wait_for("!Object.keys(localStorage).some((key) => key.startsWith('kirim:'))")
    assert Attempt.objects.get(round=Round.objects.get()).answers.count() == 3


def test_an_offer_is_checked_on_the_phone(old_engine, transactional_db, live_server, site):
    old_engine.open(f"{live_server.url}/id/cek-tawaran/")
    old_engine.wait_for("document.querySelector('[data-offer]')")
    for name in old_engine.run(
        "[...document.querySelectorAll('[data-question]')].map((it) => it.dataset.question)"
    ):
        old_engine.tap(f"[name={name}][value=yes]")
    old_engine.set_offline(True)
    old_engine.tap("[data-offer] [type=submit]")
    old_engine.wait_for("document.querySelector('[data-result] h1')")
    assert old_engine.run("location.pathname") == "/id/cek-tawaran/"
    old_engine.tap("[data-again]")
    assert old_engine.run("document.querySelector('[data-offer]').hidden") is False


def test_help_has_a_number_to_tap_and_the_bar_at_the_foot(old_engine, transactional_db, live_server, site):
    old_engine.open(f"{live_server.url}/id/bantuan/")
    bar = "document.querySelector('.bar').getBoundingClientRect()"
    assert old_engine.run(f"[{bar}.left, {bar}.right, Math.round({bar}.bottom)]") == [0, 360, 640]
    assert old_engine.run("parseFloat(getComputedStyle(document.querySelector('main')).paddingLeft)") > 10


def test_another_language_is_chosen_in_the_menu(old_engine, transactional_db, live_server, library):
    old_engine.open(f"{live_server.url}/id/paspor/harga/")
    old_engine.tap(".top .menu summary")
    menu = "document.querySelector('.top .menu ul').getBoundingClientRect()"
    assert old_engine.run(f"{menu}.width > 40 && {menu}.right <= 360")
    old_engine.tap(".top .menu a[hreflang=en]")
    old_engine.wait_for("location.pathname === '/en/paspor/harga/' && document.querySelector('h1')")
    assert old_engine.run("document.querySelector('h1').textContent.trim()") == "Price of a passport"
