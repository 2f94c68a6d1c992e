"""Quizzes taken over HTTP: question by question on the pages, or whole from a phone."""

from django.utils import timezone

from quizzes.models import Attempt

NONCE = "0123456789abcdef0123456789abcdef"


def join(phone, round_, card="", nonce=None):
    data = {"language": "id", "card": card, **({"nonce": nonce} if nonce else {})}
    return phone.post(f"/g/{round_.code}", data)


def take(phone, round_, choices, card=""):
    """Join and answer; return the attempt."""
    address = join(phone, round_, card)["Location"]
    for position, choice in enumerate(choices, 1):
        assert phone.post(f"{address}{position}/", {"choice": choice}).status_code == 303
    return Attempt.objects.get(token=address.rstrip("/").rpartition("/")[2])


def attempt_payload(quiz):
    """What the phone sends of somebody alone."""
    edition = quiz.current_edition
    versions = [str(item.version_id) for item in edition.items.all()]
    return {
        "nonce": NONCE,
        "token": "",
        "edition": edition.pk,
        "language": "id",
        "date": timezone.localdate().isoformat(),
        "again": False,
        "age": 5,
        "answers": dict(zip(versions, "bac", strict=True)),
    }
