"""What is taken along: read back by the library that it is for."""

import csv
import html.parser
import io
import re
import sys

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

from model.errors import PackageMissingError
from model.glossary.entries import LANGUAGES, terms
from model.glossary.exports import as_anki, as_csv, as_sheet, chosen, makes_decks

METRICS = chosen(terms(), ["metrics"])
ALL = chosen(terms(), [])


def test_chosen_terms_are_in_order_and_no_topic_is_all():
    assert [term.id for term in ALL] == list(terms())
    assert {term.topic for term in METRICS} == {"metrics"}
    both = [term.topic for term in chosen(terms(), ["tasks", "data"])]
    assert both == [term.topic for term in ALL if term.topic in ("data", "tasks")]


def test_the_table_comes_back_exactly():
    text = as_csv(ALL, LANGUAGES)
    data = text.encode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert [row["id"] for row in rows] == [term.id for term in ALL]
    for row, term in zip(rows, ALL, strict=True):
        assert row["topic"] == term.topic
        assert row["formula"] == (term.formula or "")
        assert row["related"] == "; ".join(term.related)
        for language in LANGUAGES:
            assert row[f"name_{language}"] == term.names[language]
            assert row[f"synonyms_{language}"] == "; ".join(term.synonyms[language])
            assert row[f"definition_{language}"] == term.definition[language]
            assert row[f"example_{language}"] == term.example[language]
            confusion = term.confusion[language] if term.confusion else ""
            assert row[f"confusion_{language}"] == confusion


def test_the_table_has_the_languages_that_were_chosen():
    head = as_csv(METRICS, ["pt_BR"]).splitlines()[0].split(",")
    assert [name for name in head if name.startswith("name_")] == ["name_pt_BR"]


@pytest.fixture
def collection(tmp_path):
    """An empty collection of Anki."""
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def take_in(collection, tmp_path, data):
    path = tmp_path / "deck.apkg"
    path.write_bytes(data)
    request = ImportAnkiPackageRequest(
        package_path=str(path), options=ImportAnkiPackageOptions(with_scheduling=False)
    )
    return collection.import_anki_package(request)


def test_anki_opens_the_deck_and_has_every_term(collection, tmp_path):
    take_in(collection, tmp_path, as_anki(ALL, ["pt_BR", "zh_CN"], "Glossário Negatoscope"))
    assert collection.note_count() == len(ALL)
    assert "Glossário Negatoscope" in [deck.name for deck in collection.decks.all_names_and_ids()]
    [found] = collection.find_notes("tag:negatoscope::metrics Term:*sensibilidade*")
    note = collection.get_note(found)
    assert note["Term"] == '<p class="name" lang="pt-BR">sensibilidade</p>'
    assert terms()["sensitivity"].definition["zh_CN"] in note["Meaning"]
    assert terms()["sensitivity"].definition["en"] not in note["Meaning"]
    card = note.cards()[0]
    assert "sensibilidade" in card.question()
    assert terms()["sensitivity"].names["zh_CN"] in card.answer()


def test_a_later_deck_updates_the_notes_and_another_language_adds_its_own(collection, tmp_path):
    for _time in range(2):
        take_in(collection, tmp_path, as_anki(METRICS, ["en"], "Glossary"))
    assert collection.note_count() == len(METRICS)
    take_in(collection, tmp_path, as_anki(METRICS, ["zh_CN"], "术语表"))
    assert collection.note_count() == 2 * len(METRICS)


class Reader(html.parser.HTMLParser):
    """Checks that tags close in order, and keeps the words and the addresses."""

    def __init__(self):
        super().__init__()
        self.open, self.words, self.addresses = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.open.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_without_genanki_there_is_no_deck_and_everything_else(monkeypatch):
    assert makes_decks()
    monkeypatch.setitem(sys.modules, "genanki", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not makes_decks()
    with pytest.raises(PackageMissingError, match="genanki is not installed"):
        as_anki(ALL[:1], ["en"], "Negatoscope")
    assert as_csv(ALL[:1], ["en"])


def test_the_sheet_is_whole_fetches_nothing_and_says_everything():
    sheet = as_sheet(ALL, LANGUAGES, "Glossary <of> & for")
    reader = Reader()
    reader.feed(sheet)
    assert reader.open == []
    assert reader.addresses == []
    assert "url(" not in sheet
    words = "".join(reader.words)
    assert "Glossary <of> & for" in words
    for term in ALL:
        for language in LANGUAGES:
            assert term.names[language] in words
            assert term.definition[language] in words
    assert re.match('<!doctype html><html lang="en">', sheet)
