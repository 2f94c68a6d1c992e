"""What counts as a change of a text: what it says, not how the editor stores it."""

import json
import re

import pytest
from django.http import QueryDict

from cms.blocks import TableBlock
from cms.models import ArticlePage
from cms.starter import FOLDER, read_all
from cms.translations.digests import digest
from tests.support.admin_forms import block_data

ARTICLES = read_all(FOLDER / "articles")
LINK = re.compile(r"(hal|istilah):")  # as the loader resolves them
CHOSEN = ("helpline", "quiz", "picture")


def as_loaded(block):
    value = block["value"]
    return {**block, "value": TableBlock.from_lists(value) if block["type"] == "table" else value}


@pytest.mark.parametrize("article", ARTICLES, ids=[article["slug"] for article in ARTICLES])
@pytest.mark.parametrize("language", ["id", "en"])
def test_saving_an_untouched_starter_article_is_no_change_of_its_text(article, language):
    field = ArticlePage._meta.get_field("body_ind")
    article = json.loads(LINK.sub("/id/", json.dumps(article, default=str)))
    blocks = [as_loaded(block) for block in article[language]["body"] if block["type"] not in CHOSEN]
    before = field.to_python(blocks)
    untouched = digest([before])
    sent = QueryDict(mutable=True)
    sent.update(block_data(field.stream_block, before, "body"))
    after = field.stream_block.value_from_datadict(sent, {}, "body")
    assert len(after) == len(blocks)
    assert digest([field.to_python(field.get_prep_value(after))]) == untouched
