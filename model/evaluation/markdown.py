"""The model card in three languages and the tables of figures, from the sections in Markdown."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from model.classifier.artefacts import Manifest, load_manifest
from model.classifier.record import card_path, recorded_figures, write_text
from model.evaluation.blocks import (
    Block,
    Bullets,
    Dots,
    Heading,
    IconArray,
    Interactive,
    Paragraph,
    Section,
    Table,
    Where,
)
from model.evaluation.names import SECTIONS as TITLES
from model.evaluation.sections.document import SECTIONS
from model.evaluation.writer import Writer
from model.language import ENGLISH, LANGUAGES, Language
from model.messages import N_

FIGURES: Final = "figures.md"

_WRITTEN: Final = (
    "<!-- Written by `python -m model evaluate` from model/weights/manifest.json. "
    "Do not edit: a test compares the two. -->"
)

CARD_TITLE: Final = N_("Model card: Negatoscope")
_MORE: Final = N_(
    "In the form of Mitchell et al. 2019, doi:10.1145/3287560.3287596. Every table is in "
    "{figures}, also by class and by source; the evidence page of the app draws them."
)


def write_documents(folder: Path) -> list[Path]:
    """Write cards and tables of a folder of artefacts: beside it, and in the folder of documents.

    Args:
        folder: Folder of the artefacts.

    Returns:
        What was written.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: It holds no figures yet.
        OutputUnwritableError: A document cannot be written.
    """
    recorded_figures(folder)
    manifest = load_manifest(folder)
    written = {card_path(folder, code): render_card(manifest, code) for code in LANGUAGES}
    written[figures_path(folder)] = render_figures(manifest)
    for path, text in written.items():
        path.parent.mkdir(exist_ok=True)
        write_text(path, text)
    return list(written)


def figures_path(folder: Path | None = None) -> Path:
    """Where the tables of a folder of artefacts belong: `docs` of its repository.

    Args:
        folder: Folder of the artefacts; the committed one by default.
    """
    return card_path(folder).parents[1] / "docs" / FIGURES


def render_card(manifest: Manifest, language: str = "en") -> str:
    """The model card: what a reader needs, at most 12 kB.

    Args:
        manifest: A manifest with figures.
        language: A key of `LANGUAGES`.

    Returns:
        The text, with a final line break.
    """
    write = Writer(Language(language))
    say = write.language.say
    more = write.language.fill(say(_MORE), {"figures": f"[docs/{FIGURES}](../docs/{FIGURES})"})
    return _whole([f"# {say(CARD_TITLE)}", _WRITTEN, *_sections(manifest, write, Where.CARD), more])


def render_figures(manifest: Manifest) -> str:
    """All tables, in English.

    Args:
        manifest: A manifest with figures.

    Returns:
        The text, with a final line break.
    """
    opening = (
        "All figures of the network, with 95 % intervals. [The model card](../model/MODEL_CARD.md) "
        "says in short what they mean."
    )
    parts = _sections(manifest, Writer(ENGLISH), Where.FIGURES)
    return _whole(["# Figures of Negatoscope", _WRITTEN, opening, *parts])


def _whole(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _sections(manifest: Manifest, write: Writer, where: Where) -> Iterator[str]:
    for section in SECTIONS:
        if text := render_section(section, manifest, write, where):
            yield f"## {write.language.say(TITLES[section.id])}\n\n{text}"


def render_section(section: Section, manifest: Manifest, write: Writer, where: Where) -> str:
    """What a document has of one section, without its title.

    Args:
        section: The section.
        manifest: A manifest with figures.
        write: Writes the cells.
        where: The document.

    Returns:
        Markdown; empty where the document has nothing of it, or nothing was measured.
    """
    parts = (_block(one, write, where) for one in section.blocks(manifest) if one.where & where)
    return "\n\n".join(filter(None, parts))


def _block(block: Block, write: Writer, where: Where) -> str:
    match block:
        case Heading():
            return f"### {write.language.say(block.title)}"
        case Paragraph():
            return f"> {write(block.text)}" if block.tone == "warning" else write(block.text)
        case Bullets():
            return "\n".join(f"- {write(item)}" for item in block.items)
        case Table():
            title = f"**{write(block.alt)}**\n\n" if where == Where.FIGURES else ""
            return title + table(
                [write(one) for one in block.columns],
                [[write(cell) for cell in row] for row in block.rows],
            )
        case IconArray():
            return f"- **{write(block.headline)}**: {write(block.meaning)}"
        case Dots() | Interactive():
            return ""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table.

    Args:
        head: Column names.
        rows: Cells; a vertical bar inside one is escaped.

    Returns:
        Lines without a final line break.
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |" for line in lines
    )
