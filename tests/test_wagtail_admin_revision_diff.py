import pytest
from django.utils import translation

from villages.models import Village
from villages.session_labels import labels_for_payloads, report_labels
from villages.wagtail_admin.revision_diff import revision_differences

PAYLOAD = {
    "revision": 1,
    "base_revision": None,
    "village": "33.22.05.2003",
    "started_local": "2026-11-20T09:30",
    "ended_local": "2026-11-20T11:00",
    "activity": "counselling",
    "topics": ["jalur-resmi"],
    "materials": [],
    "venue": "village_hall",
    "attendance": [{"sex": "f", "age": "25-34", "count": 7}, {"sex": "m", "age": "x", "count": 2}],
    "disability": {"f": 1, "m": 0},
    "first_time": 5,
    "officials": 2,
    "referrals": [{"category": "passport", "agency": "ULP", "count": 1}],
    "notes": "",
    "photos": [],
}


@pytest.fixture
def labels(place):
    with translation.override("en"):
        return report_labels(Village.objects.filter(pk=place.village.pk))


def changed(before, after, labels):
    return {
        (old, new) for _label, old, new, differs in revision_differences(before, after, labels) if differs
    }


def test_two_equal_revisions_show_no_difference(labels):
    assert changed(PAYLOAD, PAYLOAD, labels) == set()
    assert len(revision_differences(PAYLOAD, PAYLOAD, labels)) == 16


def test_each_change_is_shown_with_what_was_there_before(labels):
    after = {
        **PAYLOAD,
        "revision": 2,
        "ended_local": "2026-11-20T11:30",
        "attendance": [{"sex": "f", "age": "25-34", "count": 9}, {"sex": "f", "age": "60+", "count": 1}],
        "notes": "Hujan",
    }
    assert changed(PAYLOAD, after, labels) == {
        ("20 November 2026, 11.00", "20 November 2026, 11.30"),
        ("7", "9"),
        ("–", "1"),
        ("2", "–"),
        ("–", "Hujan"),
    }


def test_a_report_is_described_in_words_and_not_in_codes(labels):
    lines = {label: new for label, _old, new, _differs in revision_differences(PAYLOAD, PAYLOAD, labels)}
    assert lines["Village"] == "Sukamaju (33.22.05.2003)"
    assert lines["Activity"] == "Counselling session"
    assert lines["women and girls, 25 to 34"] == "7"


def test_a_topic_and_a_page_that_are_gone_are_named_as_such(place):
    after = PAYLOAD | {"topics": ["lama"], "materials": [999_999]}
    with translation.override("en"):
        labels = labels_for_payloads(PAYLOAD, after)
        gone = changed(PAYLOAD | {"topics": []}, after, labels)
    assert ("–", "lama (no longer on the site)") in gone
    assert ("–", "page 999999 (no longer on the site)") in gone


def test_a_changed_caption_and_another_photo_are_shown(labels):
    before = PAYLOAD | {
        "photos": [{"sha256": "a" * 64, "caption": "Balai"}, {"sha256": "b" * 64, "caption": ""}]
    }
    after = PAYLOAD | {
        "photos": [{"sha256": "a" * 64, "caption": "Sekolah"}, {"sha256": "c" * 64, "caption": "Ibu"}]
    }
    with translation.override("en"):
        assert changed(before, after, labels) == {
            ("Balai", "Sekolah"),
            ("–", "Ibu"),
            ("without a caption", "–"),
        }
