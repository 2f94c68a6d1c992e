"""The text of pages, made without an editor."""

from datetime import date

from cms.models import ArticlePage, Helpline, Place

CHECKED = {"checked_on": date(2026, 1, 1), "valid_until": date(2099, 1, 1)}  # a fact
READ = {"read_on": date(2026, 1, 1), "valid_until": date(2099, 1, 1)}  # a helpline


def paragraphs(*texts):
    field = ArticlePage._meta.get_field("body_ind")
    return field.to_python([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts])


def publish_body(article, *blocks):
    """Publish `article` with the Indonesian text of `blocks`, pairs of a block type and its value."""
    article.body_ind = article._meta.get_field("body_ind").to_python(
        [{"type": kind, "value": value} for kind, value in blocks]
    )
    article.save_revision(clean=False).publish()


def place_called(slug, **fields):
    """Return the place with this slug; create it if it is not there yet."""
    fields = {"name_ind": slug.title(), **fields}
    return Place.objects.get_or_create(slug=slug, defaults=fields)[0]


def new_helpline(slug="polisi", **fields):
    """Return a helpline that is not saved yet, so that numbers can be added to it."""
    needed = {"name_ind": "Polisi", "what_ind": "Dalam bahaya.", "need": "emergency", **READ}
    place = fields.pop("place", None) or place_called("indonesia")
    return Helpline(slug=slug, place=place, **{**needed, **fields})
