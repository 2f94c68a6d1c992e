"""The statistics of a quiz: never mixed, never of too few."""

import json

import pytest
from django.core.management import CommandError, call_command

from quizzes.models import Attempt
from quizzes.taking.answers import start_attempt, store_answer
from quizzes.taking.progress import load_progress


@pytest.fixture
def taken(quiz):
    """Return a function: so many people answer the first question right, then wrong, then don't know."""

    def take(people):
        for number in range(people):
            token = start_attempt(quiz.current_edition, "id").token
            for position, choice in enumerate(["b" if number % 2 else "dk", "b", "c"], 1):
                store_answer(load_progress(token, "coba"), position, choice)

    return take


def report(capsys, *options):
    call_command("quiz_statistics", "coba", *options)
    return capsys.readouterr().out


def test_ten_people_show_facility_with_its_interval_and_no_discrimination(taken, capsys):
    taken(10)
    (part,) = json.loads(report(capsys, "--format", "json"))["parts"]
    first = part["items"][0]
    assert (part["n"], first["question"], first["facility"], first["dont_know"]) == (10, "Q1 v1", 0.5, 0.5)
    assert first["low"] < 0.5 < first["high"]
    assert first["discrimination_index"] is None
    assert "fewer than 100" in part["hidden"]


def test_nine_people_show_nothing_but_their_number_and_the_reason(taken, capsys):
    taken(9)
    out = report(capsys)
    assert "n = 9" in out
    assert "fewer than 10" in out
    assert "facility" not in out


def test_an_excluded_attempt_is_not_counted(taken, capsys):
    taken(10)
    Attempt.objects.filter(pk=Attempt.objects.first().pk).update(set_aside=True)
    call_command("rebuild_tallies")
    assert "n = 9" in report(capsys)


def test_an_unknown_quiz_is_refused(db):
    with pytest.raises(CommandError, match="no quiz"):
        call_command("quiz_statistics", "tidak-ada")


def test_the_command_narrows_by_phase_language_months_and_office(taken, place, capsys):
    taken(10)
    assert "n = 10" in report(capsys, "--phase", "alone", "--language", "id")
    assert report(capsys, "--phase", "after") == ""
    assert "n = 0" in report(capsys, "--language", "jv")
    assert "n = 0" in report(capsys, "--to", "2020-01")
    assert "n = 0" in report(capsys, "--office", place.office.name)
    assert "n = 10" in report(capsys, "--from", "2020-01")


def test_an_unknown_office_or_month_is_refused(taken, place):
    with pytest.raises(CommandError, match="no office"):
        call_command("quiz_statistics", "coba", "--office", "Kantor Lain")
    with pytest.raises(CommandError, match="month"):
        call_command("quiz_statistics", "coba", "--from", "2026")


def test_the_command_gives_the_figures_of_the_quiz_too(taken, capsys, monkeypatch):
    monkeypatch.setattr("quizzes.taking.anomalies.BURST_FROM", 100)
    taken(100)
    (part,) = json.loads(report(capsys, "--format", "json"))["parts"]
    assert part["quiz"]["mean"] == 1.5
    assert part["quiz"]["cic"] == 0
    assert part["items"][0]["effective_weight"] == 100
    assert "effective_weight=100.000" in report(capsys)
