"""What a reader chose in one chart: kept, read from a link, written into the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import streamlit as st

from model.errors import NegatoscopeError
from pages.shared.choices import Choices
from pages.shared.notices import draw_error

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound="DataclassInstance")
Value = str | int | float

PERCENTS: Final = tuple(range(1, 100))
"""Thresholds that a slider offers, percent of calibrated probability."""

PREVALENCES: Final = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 40, 50)
"""Prevalences that a slider offers, percent."""


@dataclass(frozen=True)
class ChartChoice(Generic[C]):
    """The choice of one chart.

    Attributes:
        choices: Where it is kept. Its parameters have the name of the chart in front, so that the
            charts of the page share one address.
        known: Every value that each parameter may have.
    """

    choices: Choices[C]
    known: Mapping[str, Sequence[Value]]

    def read(self, address: Mapping[str, str]) -> C:
        """Reads a choice from the parameters of an address; whatever is not valid is left out.

        Args:
            address: Parameters, from anywhere.
        """
        found: dict[str, Any] = {
            name: value
            for name, values in self.known.items()
            for value in values
            if str(value) == address.get(name)
        }
        return replace(self.choices.start, **found)

    def to_address(self, choice: C) -> dict[str, str]:
        """The parameters that say a choice; what is as it starts is left out.

        Args:
            choice: The choice.
        """
        start = self.choices.start
        return {
            name: str(getattr(choice, name))
            for name in self.choices.names
            if getattr(choice, name) != getattr(start, name)
        }

    def chart(self, content: Callable[[], None]) -> Callable[[], None]:
        """Makes a chart of a function that draws one: its widgets run it alone, not the page.

        Args:
            content: Draws the chart. An error of the model's files is said in its place.
        """

        @st.fragment
        @wraps(content)
        def draw() -> None:
            self.choices.settle(self.read)
            try:
                content()
            except NegatoscopeError as error:
                draw_error(error)
            self.choices.write(self.to_address(self.choices.current()))

        return draw
