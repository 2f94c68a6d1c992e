import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from cms.deployment import startup_checks
from cms.models import User
from villages.models import Village

DEMO = {"admin", "penyunting", "penerjemah", "pimpasa", "penyelia", "pusat"}


def run_demo(capsys):
    call_command("demo")
    return capsys.readouterr().out


def test_the_demo_makes_six_accounts_and_tells_their_password_once(place, capsys, settings):
    settings.DEMO_PASSWORD = ""
    first, second = run_demo(capsys), run_demo(capsys)
    assert set(User.objects.filter(is_demo=True).values_list("username", flat=True)) == DEMO
    password = first.split("Their password, shown only now: ")[1].split()[0]
    assert User.objects.get(username="pimpasa").check_password(password)
    assert "password" not in second
    assert User.objects.get(username="pimpasa").check_password(password)


def test_the_demo_takes_its_password_from_the_environment_and_never_prints_it(place, capsys, settings):
    settings.DEMO_PASSWORD = "sawah-hijau-2026"
    assert "sawah-hijau-2026" not in run_demo(capsys)
    assert User.objects.get(username="penyelia").check_password("sawah-hijau-2026")
    settings.DEMO_PASSWORD = "sawah-kuning-2026"
    run_demo(capsys)
    assert User.objects.get(username="penyelia").check_password("sawah-kuning-2026")


def test_the_demo_educator_and_reviewer_work_for_the_office_with_most_villages(place, capsys):
    run_demo(capsys)
    run_demo(capsys)
    for name in ["pimpasa", "penyelia"]:
        user = User.objects.get(username=name)
        assert set(Village.objects.visible_to(user)) == {place.village, place.second_village}
        assert user.assignments.count() == 1
    assert User.objects.get(username="penerjemah").translates == ["jv", "su"]


def test_without_a_roster_the_demo_says_what_to_do_and_finishes_later(db, capsys, request):
    assert "load the roster" in run_demo(capsys)
    request.getfixturevalue("place")
    assert "work for Kantor Imigrasi Semarang" in run_demo(capsys)


def test_a_real_account_with_a_demo_name_is_left_alone(place, person, capsys, settings):
    settings.DEMO_PASSWORD = "sawah-hijau-2026"
    person("admin")
    run_demo(capsys)
    real = User.objects.get(username="admin")
    assert not real.is_superuser
    assert not real.check_password("sawah-hijau-2026")


def test_the_demo_is_refused_in_production(place, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="refused in production"):
        call_command("demo")
    assert not User.objects.exists()


def test_a_production_start_is_refused_on_a_demo_database(place, capsys, settings):
    startup_checks.check()
    run_demo(capsys)
    startup_checks.check()
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match=r"demo accounts \(admin, .*penyunting"):
        startup_checks.check()
    User.objects.filter(is_demo=True, assignments__isnull=True).delete()
    User.objects.all().delete()
    startup_checks.check()


def test_the_server_asks_before_it_serves(monkeypatch):
    import importlib

    import cms.wsgi

    def refuse():
        raise ImproperlyConfigured("refused")

    monkeypatch.setattr(startup_checks, "check", refuse)
    with pytest.raises(ImproperlyConfigured, match="refused"):
        importlib.reload(cms.wsgi)
