"""What a section is made of: blocks, and cells that hold values rather than text.

A section knows no language, no Markdown and no page. A renderer writes its cells with the number
format of the reader (`writer`), and draws its blocks (`markdown`, and the evidence page).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Flag, auto
from typing import Final

from model.classifier.artefacts import Manifest
from model.evaluation.measure.bootstrap import Estimate


class Where(Flag):
    """Which document has a block."""

    CARD = auto()
    PAGE = auto()
    FIGURES = auto()
    BOTH = PAGE | FIGURES
    ALL = CARD | PAGE | FIGURES


@dataclass(frozen=True)
class Words:
    """A sentence or a name: an English template, which a renderer translates and then fills."""

    template: str
    values: Mapping[str, "Cell"] = field(default_factory=dict)


@dataclass(frozen=True)
class Plain:
    """Text that is the same in every language, such as a citation."""

    text: str


@dataclass(frozen=True)
class Spoken:
    """Text by language that no catalogue has, such as the data's own."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class Code:
    """A name of a file, an option, a command."""

    text: str


@dataclass(frozen=True)
class Strong:
    """A cell that stands out."""

    cell: "Cell"


@dataclass(frozen=True)
class Joined:
    """Several cells in one."""

    cells: tuple["Cell", ...]
    separator: str = ", "


@dataclass(frozen=True)
class Count:
    """A whole number, with a mark between thousands."""

    value: int


@dataclass(frozen=True)
class Number:
    """A number without an interval."""

    value: float
    digits: int = 3


@dataclass(frozen=True)
class Percent:
    """A share without an interval, in per cent; value in [0, 1]."""

    value: float
    digits: int = 1


@dataclass(frozen=True)
class Score:
    """A figure that is no share, with its interval."""

    figure: Estimate | None
    digits: int = 3


@dataclass(frozen=True)
class Share:
    """A share in per cent with its interval, and of how many films."""

    figure: Estimate | None
    of: bool = False


@dataclass(frozen=True)
class CountOf:
    """A share as a count: `14 of 18`."""

    count: int
    of: int


@dataclass(frozen=True)
class Difference:
    """A paired difference with its interval."""

    figure: Estimate | None


@dataclass(frozen=True)
class Mark:
    """How far something holds: ``yes``, ``part`` or ``no``, in words beside a sign."""

    state: str
    words: Words


@dataclass(frozen=True)
class SectionLink:
    """A link to a section, with its title."""

    section: str


Cell = (
    Words
    | Plain
    | Spoken
    | Code
    | Strong
    | Joined
    | Count
    | Number
    | Percent
    | Score
    | Share
    | CountOf
    | Difference
    | Mark
    | SectionLink
)

NOTHING: Final = Plain("")

ABSENT: Final = Plain("–")
"""Cell of a figure that the films at hand do not allow."""


@dataclass(frozen=True)
class Heading:
    """A heading within a section.

    Attributes:
        title: English.
        anchor: For a link to it.
        term: Id of a term of the glossary that explains it; empty for none.
        where: Documents that have it.
    """

    title: str
    anchor: str
    term: str = ""
    where: Where = Where.BOTH


@dataclass(frozen=True)
class Paragraph:
    """Running text.

    Attributes:
        text: What it says.
        term: Id of a term of the glossary that explains it; empty for none.
        tone: ``text``, ``caption``, ``warning`` or ``info``.
        where: Documents that have it.
    """

    text: Cell
    term: str = ""
    tone: str = "text"
    where: Where = Where.BOTH


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Cell, ...]
    where: Where = Where.BOTH


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        columns: Heads.
        rows: Cells, as many as heads.
        alt: What it shows.
        where: Documents that have it.
    """

    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alt: Words
    where: Where = Where.BOTH


@dataclass(frozen=True)
class Dots:
    """Figures with intervals as dots with whiskers, for the page; a table beside it has them too.

    Attributes:
        key: Unique, kebab-case.
        title: What it shows.
        axis: What the dots are measured on.
        series: At most three by name, each with the same lines in the same order.
        share: Whether the figures are shares.
        reference: A value to mark, and what it is; None for none.
        where: Documents that have it.
    """

    key: str
    title: Words
    axis: Words
    series: tuple[tuple[Cell, tuple[tuple[Cell, Estimate | None], ...]], ...]
    share: bool = True
    reference: tuple[float, Words] | None = None
    where: Where = Where.PAGE


@dataclass(frozen=True)
class Icons:
    """A row of signs: so many of so many.

    Attributes:
        label: What they are of.
        count: How many are filled.
        of: How many there are.
        what: What a filled sign is, with ``{count}`` and ``{of}``.
        wished: Whether a filled sign is what one wishes for.
    """

    label: Words
    count: int
    of: int
    what: Words
    wished: bool


@dataclass(frozen=True)
class IconArray:
    """One figure that matters, as signs, with the way to its proof.

    Attributes:
        headline: The figure in a sentence.
        rows: One or two rows of signs.
        meaning: What follows from it.
        proof: Anchor of the proof, and what the link says.
        where: Documents that have it.
    """

    headline: Words
    rows: tuple[Icons, ...]
    meaning: Words
    proof: tuple[str, Words]
    where: Where = Where.CARD | Where.PAGE


@dataclass(frozen=True)
class Interactive:
    """A part that only the page can draw, by its name there."""

    name: str
    where: Where = Where.PAGE


Block = Heading | Paragraph | Bullets | Table | Dots | IconArray | Interactive


@dataclass(frozen=True)
class Section:
    """A section.

    Attributes:
        id: Its anchor, a key of `names.SECTIONS`.
        view: The view of the page that shows it.
        blocks: Makes its blocks from the manifest; none where nothing was measured.
    """

    id: str
    view: str
    blocks: Callable[[Manifest], Iterable[Block]]


def words(template: str, **values: Cell) -> Words:
    """A sentence to be translated; imported as `_`, so that Babel finds it."""
    return Words(template, values)


def said(
    text: str, *, term: str = "", tone: str = "text", where: Where = Where.BOTH, **values: Cell
) -> Paragraph:
    """A paragraph to be translated; Babel finds it. See `Paragraph`."""
    return Paragraph(Words(text, values), term, tone, where)


def noted(text: str, **values: Cell) -> Paragraph:
    """A paragraph of docs/figures.md alone, which is in English."""
    return Paragraph(Words(text, values), where=Where.FIGURES)


def english(template: str, **values: Cell) -> Words:
    """A sentence that stands in docs/figures.md alone, which is in English."""
    return Words(template, values)


def columns(*titles: str) -> tuple[Words, ...]:
    """Heads of a table."""
    return tuple(map(Words, titles))
