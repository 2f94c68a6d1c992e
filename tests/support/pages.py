"""The text of pages, made without an editor."""

from datetime import date

from cms.models import ArticlePage

CHECKED = {"checked_on": date(2026, 1, 1), "valid_until": date(2099, 1, 1)}


def paragraphs(*texts):
    field = ArticlePage._meta.get_field("body_ind")
    return field.to_python([{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts])


def publish_body(article, *blocks):
    """Publish `article` with the Indonesian text of `blocks`, pairs of a block type and its value."""
    article.body_ind = article._meta.get_field("body_ind").to_python(
        [{"type": kind, "value": value} for kind, value in blocks]
    )
    article.save_revision(clean=False).publish()
