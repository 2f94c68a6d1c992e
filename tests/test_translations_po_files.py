"""Translations as PO files: nothing lost on the way out and back, and every refusal says why."""

from datetime import date
from io import StringIO

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from cms.models import ArticlePage, Fact, GlossaryTerm
from cms.models.translatable import TranslationState
from cms.translations import status
from cms.translations.po_export import po_file
from cms.translations.po_import import PoFileError, plan
from cms.translations.segments import segments
from cms.translations.texts import all_texts
from tests.support.pages import paragraphs

# A browser closes these with the next `>` of the page around them.
UNCLOSED = [
    "<img src=x onerror=alert(1)",
    '<img src="x" onerror="alert(1)" ',
    '<a href="javascript:alert(1)',
    '<p><a href="javascript:alert(1)"',
    "<svg/onload=alert(1)//",
    "<script>alert(1)</script",
    "<!--",
    "<!doctype",
    "<![CDATA[x",
    "<?",
    "</p",
    "<",
]


def file_of(language, **typed):
    """Return the export in `language`; `typed` gives a translation to what says so in Indonesian."""
    file = po_file(language)
    for entry in file:
        entry.msgstr = typed.get(entry.msgid, entry.msgstr)
    return file


def as_bytes(file):
    return str(file).encode()


def reasons(planned):
    return [refusal.reason for refusal in planned.refused]


@pytest.fixture
def term(db):
    return GlossaryTerm.objects.create(slug="calo", term_ind="Calo", definition_ind="Perantara {x}.")


@pytest.fixture
def starter(db):
    call_command("load_starter", verbosity=0, stdout=StringIO())


def all_words(language):
    return {p.address: (p.source, p.target) for obj in all_texts() for p in segments(obj, language)}


def test_the_whole_starter_content_goes_out_and_back_unchanged(starter):
    revisions = Revision.objects.count()
    for language in ("en", "jv", "mad"):
        file = po_file(language)
        assert len({entry.msgctxt for entry in file}) == len(file) > 900
        planned = plan(as_bytes(file), language)
        assert (planned.changes, planned.refused) == ([], [])
        planned.apply(None)
    assert Revision.objects.count() == revisions


def test_the_whole_starter_content_translated_in_a_file_is_all_there(starter):
    file = po_file("mad")
    for entry in file:
        entry.msgstr = entry.msgid.replace("a", "ā")[:80] if "<" not in entry.msgid else entry.msgid
    before = all_words("en")
    planned = plan(as_bytes(file), "mad")
    assert reasons(planned) == []
    planned.apply(None)
    wanted = {entry.msgctxt: (entry.msgid, entry.msgstr) for entry in file}
    assert all_words("mad") == wanted
    assert all_words("en") == before
    assert {status.state_of(obj, "mad") for obj in all_texts()} == {TranslationState.DRAFT}
    assert ArticlePage.objects.filter(heading_mad__gt="").count() == 0  # drafts, nothing published
    again = plan(as_bytes(po_file("mad")), "mad")
    assert (again.changes, again.refused) == ([], [])


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&{}%"), max_size=60)


@given(text=WORDS, more=st.text(alphabet='\n\t "\\\r#~,|', max_size=8))
def test_any_words_survive_the_file(text, more):
    file = polib.POFile()
    file.metadata = {"Language": "jv"}
    file.append(polib.POEntry(msgctxt="a/1/b", msgid="x" + text + more, msgstr=text + more + "y"))
    (entry,) = polib.pofile("#\n" + str(file))
    assert (entry.msgid, entry.msgstr) == ("x" + text + more, text + more + "y")


def test_an_import_makes_drafts_and_is_logged(library, term):
    file = file_of("jv", Calo="Makelar", **{"Harga paspor": "Regane paspor"})
    planned = plan(as_bytes(file), "jv")
    assert sorted(change.text for change in planned.changes) == ["Makelar", "Regane paspor"]
    planned.apply(None)
    assert (GlossaryTerm.objects.get().term_jv, ArticlePage.objects.get().heading_jv) == (None, "Rega paspor")
    assert GlossaryTerm.objects.get().get_latest_revision_as_object().term_jv == "Makelar"
    assert ModelLogEntry.objects.filter(action="cms.import_translations").count() == 1
    assert PageLogEntry.objects.filter(action="cms.import_translations").count() == 1


def test_a_body_half_translated_waits_and_is_shown_when_it_is_whole(library):
    library.article.body_ind = paragraphs("Satu.", "Dua.")
    library.article.save_revision().publish()
    plan(as_bytes(file_of("jv", **{"<p>Satu.</p>": "<p>Siji.</p>"})), "jv").apply(None)
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert not draft.body_jv
    assert list(draft.unfinished("jv").values()) == ["<p>Siji.</p>"]
    assert "<p>Siji.</p>" in {entry.msgstr for entry in po_file("jv")}
    plan(as_bytes(file_of("jv", **{"<p>Dua.</p>": "<p>Loro.</p>"})), "jv").apply(None)
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert [str(block.value) for block in draft.body_jv] == ["<p>Siji.</p>", "<p>Loro.</p>"]
    assert draft.unfinished("jv") == {}
    assert draft.translation_state("jv") == TranslationState.DRAFT


def test_a_translation_of_an_older_indonesian_is_refused_and_given_back(library, term):
    file = file_of("jv", Calo="Makelar")
    term.term_ind = "Calo kerja"
    term.save()
    planned = plan(as_bytes(file), "jv")
    assert planned.changes == []
    (refused,) = planned.refused
    assert "Indonesia" in refused.reason
    (entry,) = polib.pofile("#\n" + str(planned.refused_file()))
    assert (entry.msgid, entry.msgstr, entry.tcomment) == ("Calo", "Makelar", refused.reason)


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("Perantara {x}.", "Makelar."),
        ("Calo", "<b>Makelar</b>"),
        ("Calo", "m" * 121),
        ("<p>Bayar di bank.</p>", "<p>Bayar <b>ing bank.</p>"),
        ("<p>Bayar di bank.</p>", '<p onclick="x()">Bayar ing bank.</p>'),
        ("<p>Bayar di bank.</p>", "<p>Bayar<script>x()</script></p>"),
        ("<p>Bayar di bank.</p>", '<p><a href="https://contoh.id">Bayar</a></p>'),
        ("<p>Bayar di bank.</p>", '<p x x="">Bayar ing bank.</p>'),
        *[("<p>Bayar di bank.</p>", f"<p>Bayar ing bank.</p>{rest}") for rest in UNCLOSED],
    ],
)
def test_a_broken_translation_is_refused(library, term, source, typed):
    planned = plan(as_bytes(file_of("jv", **{source: typed})), "jv")
    assert planned.changes == []
    assert len(planned.refused) == 1


@pytest.mark.parametrize("text", ["&lt;script&gt;", "&lt;img src=x", "5 &lt; 6 &amp; 7", "Tom & Jerry"])
def test_signs_written_as_such_are_no_markup(library, text):
    planned = plan(as_bytes(file_of("jv", **{"<p>Bayar di bank.</p>": f"<p>Bayar: {text}</p>"})), "jv")
    assert [change.text for change in planned.changes] == [f"<p>Bayar: {text}</p>"]


def test_what_is_empty_unknown_uncertain_or_twice_is_refused(library):
    file = po_file("en")
    heading = next(entry for entry in file if entry.msgid == "Harga paspor")
    heading.msgstr = ""
    unsure = next(entry for entry in file if entry.msgid == "<p>Bayar di bank.</p>")
    unsure.msgstr, unsure.flags = "<p>Pay there.</p>", ["fuzzy"]
    file.append(polib.POEntry(msgctxt="cms.articlepage/999999/heading", msgid="Hilang", msgstr="Gone"))
    file.append(polib.POEntry(msgctxt=unsure.msgctxt, msgid=unsure.msgid, msgstr="<p>Twice.</p>"))
    planned = plan(as_bytes(file), "en")
    assert planned.changes == []
    assert len(set(reasons(planned))) == 4


def test_a_translation_that_somebody_changed_meanwhile_is_not_overwritten(term):
    file = file_of("jv", Calo="Makelar")
    term.term_jv = "Calo kampung"
    term.save()
    assert plan(as_bytes(file), "jv").changes == []


def test_confirming_an_outdated_translation_makes_it_a_draft_of_today(library):
    article = library.article
    article.mark_translation("en", TranslationState.REVIEWED)
    article.save_revision().publish()
    article.heading_ind = "Biaya paspor"
    article.save_revision().publish()
    file = po_file("en")
    (entry,) = [entry for entry in file if "fuzzy" in entry.flags]
    assert (entry.msgid, entry.previous_msgid) == ("Biaya paspor", "Harga paspor")
    assert plan(as_bytes(file), "en").changes == []
    entry.flags = []
    plan(as_bytes(file), "en").apply(None)
    draft = ArticlePage.objects.get().get_latest_revision_as_object()
    assert draft.translation_state("en") == TranslationState.DRAFT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"/etc/passwd",
        b'msgid "broken',
        b'msgid ""\nmsgstr ""\n"Language: jv\\n"\n',
        b"PK\x03\x04",
    ],
)
def test_what_is_no_file_of_ours_is_refused_as_a_whole(term, content):
    with pytest.raises(PoFileError):
        plan(content, "jv")


def test_a_file_of_another_language_or_too_big_is_refused(term):
    with pytest.raises(PoFileError):
        plan(as_bytes(po_file("su")), "jv")
    with pytest.raises(PoFileError):
        plan(b"#" * (5 * 1024 * 1024 + 1), "jv")


def sent(file, language="jv"):
    return {"language": language, "file": SimpleUploadedFile("jv.po", as_bytes(file))}


def test_a_translator_exports_previews_and_imports_her_language(sign_in_as, library, client, term):
    sign_in_as("laras", "translator", translates=["jv"])
    exported_file = client.get(reverse("export-translations", args=["jv"])).content.decode()
    file = polib.pofile("#\n" + exported_file)
    next(entry for entry in file if entry.msgid == "Calo").msgstr = "Makelar"
    next(entry for entry in file if entry.msgid.startswith("Perantara")).msgstr = "Rusak"
    page = client.post(reverse("import-translations"), sent(file))
    assert "Makelar" in page.content.decode()
    assert not GlossaryTerm.objects.get().has_unpublished_changes
    token = {"token": page.context["token"]}
    page = client.post(reverse("import-translations-confirm"), token)
    assert GlossaryTerm.objects.get().get_latest_revision_as_object().term_jv == "Makelar"
    refused = client.post(reverse("import-translations-refused"), {"token": page.context["token"]})
    assert "Rusak" in refused.content.decode()


def test_a_translator_imports_no_language_outside_her_own(sign_in_as, library, client, term):
    user = sign_in_as("laras", "translator", translates=["jv"])
    page = client.post(reverse("import-translations"), sent(file_of("su", Calo="Calo"), "su"))
    assert page.status_code == 422
    with pytest.raises(PoFileError):
        plan(as_bytes(file_of("su", Calo="Calo")), "su", user)


def test_a_preview_is_of_no_use_to_somebody_else(sign_in_as, library, client, term):
    sign_in_as("laras", "translator", translates=["jv"])
    page = client.post(reverse("import-translations"), sent(file_of("jv", Calo="Makelar")))
    sign_in_as("ningsih", "editor")
    client.post(reverse("import-translations-confirm"), {"token": page.context["token"]})
    client.post(reverse("import-translations-confirm"), {"token": "palsu"})
    assert not GlossaryTerm.objects.get().has_unpublished_changes


@pytest.mark.parametrize(("name", "args"), [("export-translations", ["jv"]), ("import-translations", [])])
def test_files_of_translations_are_closed_to_other_people(sign_in_as, library, client, name, args):
    sign_in_as("bambang", "reviewer")
    assert client.get(reverse(name, args=args)).status_code == 302


def test_a_text_under_review_by_an_editor_is_not_changed_by_a_file(sign_in_as, library, client, term):
    user = sign_in_as("laras", "translator", translates=["jv"])
    term.locked = True
    term.save()
    planned = plan(as_bytes(file_of("jv", Calo="Makelar")), "jv", user)
    assert (planned.changes, len(planned.refused)) == ([], 1)


def test_the_commands_write_and_read_a_file(term, tmp_path):
    path = tmp_path / "jv.po"
    call_command("export_translations", "jv", output=path, stdout=StringIO())
    path.write_text(path.read_text().replace('msgid "Calo"\nmsgstr ""', 'msgid "Calo"\nmsgstr "Makelar"'))
    out = StringIO()
    call_command("import_translations", "jv", str(path), dry_run=True, stdout=out)
    assert not GlossaryTerm.objects.get().has_unpublished_changes
    call_command("import_translations", "jv", str(path), stdout=out)
    assert "changed: 1" in out.getvalue()
    assert GlossaryTerm.objects.get().get_latest_revision_as_object().term_jv == "Makelar"
    with pytest.raises(CommandError):
        call_command("import_translations", "jv", str(tmp_path / "none.po"), stdout=out)


def test_the_words_of_a_fact_are_a_draft_with_a_line_in_the_log(db):
    Fact.objects.create(
        code="F1",
        statement_ind="Satu.",
        confidence="high",
        checked_on=date(2026, 1, 1),
        valid_until=date(2030, 1, 1),
    )
    plan(as_bytes(file_of("jv", **{"Satu.": "Siji."})), "jv").apply(None)
    fact = Fact.objects.get()
    assert (fact.statement_jv, fact.get_latest_revision_as_object().statement_jv) == (None, "Siji.")
    assert ModelLogEntry.objects.filter(action="cms.import_translations").exists()


def test_a_quiz_goes_through_the_file_with_its_questions_and_choices(quiz):
    file = po_file("su")
    assert f"quizzes.quiz/{quiz.pk}/questions/Q2/choices/b/text" in {entry.msgctxt for entry in file}
    for entry in file:
        entry.msgstr = f"su {entry.msgid}"
    plan(as_bytes(file), "su").apply(None)
    draft = type(quiz).objects.get().get_latest_revision_as_object()
    question = list(draft.questions.all())[1]
    assert (question.text_su, question.translation_state("su")) == (
        "su Pertanyaan 2?",
        TranslationState.DRAFT,
    )
    assert {choice.text_su for choice in question.choices.all()} == {f"su Pilihan {key}2" for key in "abc"}
