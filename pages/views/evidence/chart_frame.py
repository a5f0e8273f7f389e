"""The frame of every chart with widgets: its link, its films, its words, an error in its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

import streamlit as st

from model.classifier.classes import CLASSES
from model.errors import NegatoscopeError
from model.evaluation.figures.splits import document
from model.evaluation.measure.bootstrap import Estimate
from model.messages import N_
from pages.shared.choices import Choices
from pages.shared.i18n import _
from pages.shared.notices import draw_error
from pages.shared.wording import class_title
from pages.views.evidence.dots import Series
from pages.views.evidence.films import SPLITS
from pages.views.evidence.names import split_name

K = TypeVar("K")

# Under a chart: whose films these are.
_SPLIT_SENTENCES: Final = {
    "test": N_(
        "Internal films: from the same sources that it learnt from, other patients. They flatter."
    ),
    "adult": N_(
        "External films: adults alone. From Hannover and JSRT it has learnt nothing, from the "
        "other sources other patients. Few films of some classes, so wide intervals."
    ),
    "val": N_(
        "These films chose epoch, temperature and thresholds: shown for comparison, not as a "
        "result."
    ),
}


@dataclass(frozen=True)
class Chart:
    """A chart with widgets.

    Attributes:
        title: Its heading; English.
        term: Of the glossary, that explains it.
        draw: Draws it; its widgets run it alone, not the page.
    """

    title: str
    term: str
    draw: Callable[[], None]


def chart(
    title: str, term: str, choices: Choices[Any]
) -> Callable[[Callable[[Choices[Any]], None]], Chart]:
    """Makes a chart of a function that draws one from its choices.

    Args:
        title: See `Chart`.
        term: See `Chart`.
        choices: What can be chosen. Their parameters have the name of the chart in front, so that
            the charts of the page share one address.
    """

    def framed(content: Callable[[Choices[Any]], None]) -> Chart:
        @st.fragment
        @wraps(content)
        def draw() -> None:
            choices.settle()
            # An error of the model's files is said in the place of the chart.
            try:
                content(choices)
            except NegatoscopeError as error:
                draw_error(error)
            choices.write()

        return Chart(title, term, draw)

    return framed


def choose_split(choices: Choices[Any], name: str) -> str:
    """Which films: one of `films.SPLITS`.

    Args:
        choices: The choice of the chart.
        name: Its field.
    """
    split: str = choices.segment(name, _("Films"), SPLITS, format_func=split_name, wrap=True)
    return split


def choose_class(choices: Choices[Any], name: str) -> str:
    """Which class, against the three others.

    Args:
        choices: The choice of the chart.
        name: Its field.
    """
    label: str = choices.segment(name, _("Class"), CLASSES, format_func=class_title, wrap=True)
    return label


def draw_notes(split: str, *notes: str) -> None:
    """Draws what is to be known beside a figure: whose films these are, then the rest.

    Args:
        split: The films.
        notes: Sentences.
    """
    st.caption(" ".join([_(_SPLIT_SENTENCES[split]), *notes]))


def no_films() -> None:
    """Says that the films hold none of the class that was chosen."""
    st.info(_("These films hold none of this class."))


def dots_by_split(
    lines: Mapping[K, str], found: Mapping[str, Iterable[tuple[K, Estimate | None]]]
) -> list[Series]:
    """Dots of each split on the same lines.

    Args:
        lines: Title of each line by what it stands for.
        found: By split, what each line is measured at.
    """
    return [
        Series(
            split_name(split),
            {title: document(dict(rows).get(key)) for key, title in lines.items()},
        )
        for split, rows in ((split, list(own)) for split, own in found.items())
    ]
