from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from cms.models import Fact, GlossaryTerm, HelplineNumber
from tests.support.pages import new_helpline


@pytest.fixture
def texts(db, roles):
    checked = {"checked_on": date(2026, 11, 1), "valid_until": date(2027, 2, 28)}
    helpline = new_helpline(valid_until=checked["valid_until"])
    helpline.numbers.add(HelplineNumber(number="110", dial="110"))
    helpline.save()
    GlossaryTerm.objects.create(slug="splp", term_ind="SPLP", definition_ind="Surat perjalanan.")
    Fact.objects.create(code="F1.25", statement_ind="Contoh.", confidence="high", **checked)
    return helpline


LISTS = ["cms_helpline", "cms_place", "cms_glossaryterm", "cms_fact"]


@pytest.mark.parametrize("name", LISTS)
def test_an_editor_finds_helplines_glossary_and_facts(texts, person, signed_in, name):
    client = signed_in(person("ningsih", "editor"))
    model = apps.get_model(name.replace("_", "."))
    assert client.get(reverse(f"wagtailsnippets_{name}:list")).status_code == 200
    edit = client.get(reverse(f"wagtailsnippets_{name}:edit", args=[model.objects.get().pk]))
    assert "Basa Jawa 0/" in edit.content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_reviewer_has_no_way_to_the_texts(texts, person, signed_in, name):
    client = signed_in(person("bambang", "reviewer"))
    assert client.get(reverse(f"wagtailsnippets_{name}:list")).status_code in {302, 403}


def test_a_day_to_come_is_shown_in_words(texts, person, signed_in):
    page = signed_in(person("ningsih", "editor")).get(reverse("wagtailsnippets_cms_helpline:list"))
    assert "28 Feb 2027" in page.content.decode()


def test_the_dialled_number_holds_digits_only(texts):
    from django.core.exceptions import ValidationError

    number = texts.numbers.get()
    number.dial = "0800-1000"
    with pytest.raises(ValidationError, match=r"digits|angka"):
        number.full_clean()


def test_the_box_of_a_long_text_grows_with_it(texts, person, signed_in):
    edit = reverse("wagtailsnippets_cms_helpline:edit", args=[texts.pk])
    form = signed_in(person("ningsih", "editor")).get(edit).context["form"]
    for name in ["what_ind", "what_jv"]:
        assert "w-autosize" in str(form[name])


def test_every_block_of_an_article_has_a_picture_in_the_list_of_blocks():
    from wagtail.admin.icons import get_icons

    from cms.blocks import ArticleBody

    for name, block in ArticleBody().child_blocks.items():
        assert f'id="icon-{block.meta.icon}"' in get_icons(), name
