"""A measured figure as a reader meets it: its value, its interval, and what they rest on."""

from collections.abc import Mapping
from typing import Any, Final

from model.evaluation.blocks import ABSENT, Score, Share
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measured import Measured
from model.evaluation.names import SECTIONS
from model.evaluation.writer import Writer
from pages.shared.i18n import language

Figure = Mapping[str, Any]

NONE: Final = ABSENT.text
"""Cell of a figure that the films at hand do not allow."""

_MARKS: Final = {"yes": ":material/check:", "part": ":material/remove:", "no": ":material/close:"}


class PageWriter(Writer):
    """Writes for the page: `94.9% (93.2% to 96.4%) of 774`, signs before verdicts, links."""

    def signed(self, value: float, digits: int) -> str:
        """A number with a true minus sign; zero has none."""
        minus = "−" if round(value, digits) < 0 else ""
        return minus + self.language.number(abs(value), digits)

    def percent(self, share: float, digits: int = 1) -> str:
        """A share in per cent, in whole per cent as the language has it."""
        if digits:
            return f"{self.signed(100 * share, digits)}%"
        return self.language.whole_percent(share)

    def share(self, figure: Estimate | None) -> str:
        """A share with its interval, the unit said each time."""
        return self.interval(figure, self.percent)

    def difference(self, figure: Estimate | None) -> str:
        """A difference with its interval."""
        return self.interval(figure, lambda value: self.signed(value, 2))

    def mark(self, state: str, words: str) -> str:
        """A sign in front, and what is missed stands out."""
        return f"{_MARKS[state]} {super().mark(state, words)}"

    def link(self, section: str) -> str:
        """A link to a section; `arrival` opens the view that has it."""
        return f"[{self.language.say(SECTIONS[section])}](#{section})"


def writer() -> PageWriter:
    """Writes in the reader's language."""
    return PageWriter(language())


def _estimate(figure: Figure | None) -> Estimate | None:
    return None if figure is None else Measured({"": figure}).estimate("")


def estimate(figure: Figure | None, digits: int = 3) -> str:
    """A figure with its 95 % interval.

    Args:
        figure: ``value``, ``low`` and ``high`` of the manifest; None where there is none.
        digits: Decimals.
    """
    return writer()(Score(_estimate(figure), digits))


def share(figure: Figure | None) -> str:
    """A share in per cent with its 95 % interval.

    Args:
        figure: ``value``, ``low`` and ``high`` in [0, 1]; None where there is none.
    """
    return writer()(Share(_estimate(figure)))


def per_cent(value: float) -> str:
    """A share in per cent with one decimal.

    Args:
        value: In [0, 1].
    """
    return writer().percent(value)


def signed(value: float, digits: int) -> str:
    """A number with a true minus sign.

    Args:
        value: The number.
        digits: Decimals.
    """
    return writer().signed(value, digits)
