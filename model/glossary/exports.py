"""Terms to take along: a table for a spreadsheet, a deck for Anki, a sheet for a printer."""

import csv
import html
import importlib.util
import io
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from model.errors import PackageMissingError
from model.glossary.entries import Reference, Term

if TYPE_CHECKING:
    import genanki

LANGUAGE_NAMES: Final[Mapping[str, str]] = {
    "en": "English",
    "pt_BR": "Português (Brasil)",
    "zh_CN": "简体中文",
}

_TEXTS: Final = ("name", "synonyms", "definition", "example", "confusion")

_SEPARATOR: Final = "; "

# Anki tells decks and note types by numbers that must stay the same, so that an import updates.
_DECK: Final = 1_942_611_201
_NOTES: Final = 1_942_611_202

_CARD_STYLE: Final = """
.card { font-family: system-ui, sans-serif; font-size: 18px; line-height: 1.5; max-width: 40em;
        margin: 1em auto; padding: 0 1em; color: #1b1f23; background: #fff; }
.nightMode .card, .card.nightMode { color: #e6e6e6; background: #111; }
.name { font-size: 1.5em; font-weight: 600; }
.other { opacity: 0.8; }
.formula { font-family: ui-monospace, monospace; }
.source { font-size: 0.75em; opacity: 0.7; }
"""


def as_csv(found: Sequence[Term], languages: Sequence[str]) -> str:
    """A table with one line for each term.

    Args:
        found: The terms.
        languages: Some of `LANGUAGES`.

    Returns:
        CSV with a header (RFC 4180), to be encoded with a byte-order mark for Excel.
    """
    columns = ["id", "topic"]
    columns += [f"{text}_{language}" for language in languages for text in _TEXTS]
    columns += ["formula", "related", "sources"]
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns)
    writer.writeheader()
    writer.writerows(_row(term, languages) for term in found)
    return out.getvalue()


def _row(term: Term, languages: Sequence[str]) -> dict[str, str]:
    row = {
        "id": term.id,
        "topic": term.topic,
        "formula": term.formula or "",
        "related": _SEPARATOR.join(term.related),
        "sources": _SEPARATOR.join(map(_cited, term.sources)),
    }
    for language in languages:
        row |= {
            f"name_{language}": term.names[language],
            f"synonyms_{language}": _SEPARATOR.join(term.synonyms[language]),
            f"definition_{language}": term.definition[language],
            f"example_{language}": term.example[language],
            f"confusion_{language}": term.confusion[language] if term.confusion else "",
        }
    return row


def _cited(source: Reference) -> str:
    return f"{source.text} ({source.label})"


def makes_decks() -> bool:
    """Whether genanki, an optional package, is installed; `as_anki` needs it."""
    return importlib.util.find_spec("genanki") is not None


def as_anki(found: Sequence[Term], languages: Sequence[str], title: str) -> bytes:
    """A deck for Anki: the name in front, everything else behind.

    Args:
        found: The terms.
        languages: Some of `LANGUAGES`; the first asks, all of them answer.
        title: Name of the deck.

    Returns:
        An ``.apkg`` file. Importing a later one updates its notes instead of doubling them.

    Raises:
        PackageMissingError: genanki is not installed.
    """
    try:
        import genanki
    except ImportError as error:
        raise PackageMissingError(package="genanki") from error
    # One deck for each choice of languages: the same note cannot ask in two.
    number = zlib.crc32(",".join(languages).encode())
    deck = genanki.Deck(_DECK + number, title)
    for term in found:
        fields = [_front(term, languages[0]), _back(term, languages)]
        identity = genanki.guid_for("negatoscope", term.id, ",".join(languages))
        tags = [f"negatoscope::{term.topic}"]
        deck.add_note(genanki.Note(model=_note_type(), fields=fields, guid=identity, tags=tags))
    # The package holds a database, which SQLite writes to a file and nowhere else. It has nothing
    # of a patient in it.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "negatoscope.apkg"
        genanki.Package(deck).write_to_file(str(path))
        return path.read_bytes()


def _note_type() -> "genanki.Model":
    import genanki

    return genanki.Model(
        _NOTES,
        "Negatoscope",
        fields=[{"name": "Term"}, {"name": "Meaning"}],
        templates=[
            {
                "name": "Term to meaning",
                "qfmt": "{{Term}}",
                "afmt": "{{FrontSide}}<hr id=answer>{{Meaning}}",
            }
        ],
        css=_CARD_STYLE,
    )


def _front(term: Term, language: str) -> str:
    return f'<p class="name" lang="{_tag(language)}">{html.escape(term.names[language])}</p>'


def _back(term: Term, languages: Sequence[str]) -> str:
    parts = []
    for order, language in enumerate(languages):
        if order:
            name = html.escape(term.names[language])
            parts.append(f'<p class="other" lang="{_tag(language)}"><b>{name}</b></p>')
        parts.append(_meaning(term, language))
    if term.formula:
        parts.append(f'<p class="formula">{html.escape(term.formula)}</p>')
    sources = _SEPARATOR.join(html.escape(_cited(one)) for one in term.sources)
    parts.append(f'<p class="source">{sources}</p>')
    return "".join(parts)


def _meaning(term: Term, language: str) -> str:
    texts = [term.definition[language], term.example[language]]
    if term.confusion:
        texts.append(term.confusion[language])
    return "".join(f'<p lang="{_tag(language)}">{html.escape(text)}</p>' for text in texts)


def _tag(language: str) -> str:
    return language.replace("_", "-")


def as_sheet(found: Sequence[Term], languages: Sequence[str], title: str) -> str:
    """A page to print, or to keep as PDF, with nothing in it that is fetched from elsewhere.

    Args:
        found: The terms.
        languages: Some of `LANGUAGES`, side by side.
        title: Heading.

    Returns:
        An HTML document.
    """
    heads = "".join(
        f'<th lang="{_tag(language)}">{LANGUAGE_NAMES[language]}</th>' for language in languages
    )
    rows = "".join(_sheet_row(term, languages) for term in found)
    main = _tag(languages[0])
    return (
        f'<!doctype html><html lang="{main}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{_SHEET_STYLE}</style></head><body>"
        f"<h1>{html.escape(title)}</h1><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>"
    )


def _sheet_row(term: Term, languages: Sequence[str]) -> str:
    cells = "".join(
        f'<td lang="{_tag(language)}"><h2>{html.escape(term.names[language])}</h2>'
        f"<p>{html.escape(term.definition[language])}</p></td>"
        for language in languages
    )
    return f"<tr>{cells}</tr>"


_SHEET_STYLE: Final = (
    "body{font-family:system-ui,sans-serif;margin:12mm;color:#000;font-size:10pt}"
    "h1{font-size:16pt}h2{font-size:11pt;margin:0}p{margin:1mm 0 0}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}"
    "th,td{border-bottom:.3mm solid #999;padding:2mm;text-align:left;vertical-align:top}"
    "tr{break-inside:avoid}thead{display:table-header-group}"
)


def chosen(all_terms: Mapping[str, Term], topics: Sequence[str]) -> list[Term]:
    """The terms of some topics, in order; all where no topic is chosen."""
    return [term for term in all_terms.values() if not topics or term.topic in topics]
