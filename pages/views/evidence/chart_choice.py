"""What a reader chose in one chart: kept, read from a link, written into the address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import streamlit as st

from model.errors import NegatoscopeError
from pages.shared.choices import Choices
from pages.shared.notices import draw_error

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound="DataclassInstance")

PREVALENCES: Final = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 40, 50)
"""Prevalences that a slider offers, percent."""


@dataclass(frozen=True)
class ChartChoice(Generic[C]):
    """The choice of one chart.

    Attributes:
        choices: Where it is kept. Its parameters have the name of the chart in front, so that the
            charts of the page share one address.
    """

    choices: Choices[C]

    def chart(self, content: Callable[[], None]) -> Callable[[], None]:
        """Makes a chart of a function that draws one: its widgets run it alone, not the page.

        Args:
            content: Draws the chart. An error of the model's files is said in its place.
        """

        @st.fragment
        @wraps(content)
        def draw() -> None:
            self.choices.settle()
            try:
                content()
            except NegatoscopeError as error:
                draw_error(error)
            self.choices.write()

        return draw
