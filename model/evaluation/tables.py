"""Tables whose rows are parts of the figures: a column is a head and what it takes of each part."""

from collections.abc import Callable, Iterable, Iterator

from model.evaluation.blocks import Cell, Count, Number, Score, Share, Strong, Table, Where, Words
from model.evaluation.measured import Measured
from model.evaluation.names import FILM_SPLITS, part_name, split_name

Take = Callable[[Measured], Cell]
Row = tuple[Cell, Measured]
Column = tuple[str | Words, Take]


def share(*way: str, of: bool = False) -> Take:
    """Takes a share; absent where it was not measured."""
    return lambda own: Share(own.found(*way), of)


def score(*way: str, digits: int = 3) -> Take:
    """Takes a figure that is no share; absent where it was not measured."""
    return lambda own: Score(own.found(*way), digits)


def number(*way: str, digits: int = 3) -> Take:
    """Takes a number without an interval."""
    return lambda own: Number(own.number(*way), digits)


def count(*way: str) -> Take:
    """Takes a whole number."""
    return lambda own: Count(own.count(*way))


def table(
    alt: Words, first: str, rows: Iterable[Row], *columns: Column, where: Where = Where.BOTH
) -> Table:
    """A table of parts.

    Args:
        alt: What it shows.
        first: Head of the column with their names.
        rows: Names and parts.
        columns: Heads, and what each takes.
        where: Documents that have it.
    """
    heads = (Words(head) if isinstance(head, str) else head for head, _take in columns)
    return Table(
        (Words(first), *heads),
        tuple((name, *(take(own) for _head, take in columns)) for name, own in rows),
        alt,
        where,
    )


def of_splits(own: Measured, *way: str) -> list[Row]:
    """A part of each split that was measured, by the name of the split."""
    return [(split_name(one), own.part(one, *way)) for one in FILM_SPLITS if one in own]


def in_parts(own: Measured, whole: str, *columns: str) -> Iterator[Row]:
    """Each split as a whole, then its labels and its sources.

    Args:
        own: Figures by split.
        whole: Name of the part of a split that is about all its films; empty where it is the split.
        columns: Those of its parts by label or by source.
    """
    for split in FILM_SPLITS:
        yield Strong(split_name(split)), own.part(split, *filter(None, [whole]))
        for column in columns:
            for name, part in own.parts(split, column).items():
                yield part_name(split, name, source=column == "by_source"), part
