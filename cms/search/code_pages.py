"""Pages that are no objects in the database: the check of a job offer, and the first pages of other apps."""

from django.utils.translation import gettext as _

from cms.models import SearchDocument
from cms.offer_check import rules
from cms.public.navigation import footer_links, main_links
from cms.search.index import CODE_PAGE


def code_pages(language):
    """Return their search documents, in the active language, which is `language`."""
    questions = " ".join(question.texts.shown["text"] for question in rules.questions())
    about = _("Ten questions show whether a job offer abroad is dangerous. Your answers are not stored.")
    pages = [("/cek-tawaran/", _("Check a job offer"), f"{about} {questions}")]
    pages.append(("/cek-pesan/", _("Check a message"), _("Paste a job message. It is read on your phone.")))
    pages += [
        (f"/{link.section}/", link.label, link.description) for link in (*main_links(), *footer_links())
    ]
    return [
        SearchDocument(
            kind=CODE_PAGE, language=language, shown_in=language, path=path, title=str(title), text=str(text)
        )
        for path, title, text in pages
    ]
