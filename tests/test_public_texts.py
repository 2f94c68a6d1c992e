"""What readers see beside the content: no text of a public page is missing where there is an interface."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation.template import templatize

from cms.catalogues.interface import read
from cms.languages import WITH_INTERFACE
from quizzes.models import Phase

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [
    "cms/templates/*.html",
    "cms/templates/blocks/*.html",
    "cms/templates/components/*.html",
    "cms/templates/cms/*_page.html",
    "cms/templates/cms/page.html",
    "cms/templates/cms/offer_check/*.html",
    "cms/templates/cms/public/*.html",
    "cms/templates/cms/search/results.html",
    "quizzes/templates/quizzes/taking/*.html",
    "villages/templates/villages/public/*.html",
]
TEXT = re.compile(r"""(?:gettext|_)\(\s*u?("(?:\\.|[^"])*"|'(?:\\.|[^'])*')""")


def template_texts():
    paths = [path for pattern in TEMPLATES for path in ROOT.glob(pattern)]
    assert len(paths) > 60
    return {text[1:-1] for path in paths for text in TEXT.findall(templatize(path.read_text()))}


@pytest.mark.parametrize("language", WITH_INTERFACE)
def test_every_text_of_the_public_templates_is_there(language):
    catalogue = read(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    texts = template_texts()
    assert len(texts) > 120
    missing = {text for text in texts if (entry := catalogue.get(text)) and not any(entry.string)}
    assert missing == set()


def test_the_phase_of_a_quiz_is_named_in_each_language():
    names = set()
    for language in WITH_INTERFACE:
        with translation.override(language):
            names |= {str(label) for label in Phase.labels}
    assert len(names) == len(Phase) * len(WITH_INTERFACE)
