"""Cells of sections as text in one language, with Markdown for what stands out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from model.evaluation.blocks import (
    ABSENT,
    Cell,
    Code,
    Count,
    CountOf,
    Difference,
    Joined,
    Mark,
    Number,
    Percent,
    Plain,
    Score,
    SectionLink,
    Share,
    Spoken,
    Strong,
    Words,
)
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.names import SECTIONS
from model.evaluation.selections import sign
from model.language import Language
from model.messages import N_

EXACT: Final = "†"
"""Marks an exact binomial interval."""

INTERVAL: Final = N_("{value} ({low} to {high})")
OF: Final = N_("{share} of {films}")


@dataclass(frozen=True)
class Writer:
    """Writes for a document: `94.9 % (93.2 to 96.4) of 774`.

    Attributes:
        language: The reader's.
    """

    language: Language

    def __call__(self, cell: Cell) -> str:
        """The cell as Markdown."""
        match cell:
            case Words():
                values = {name: self(value) for name, value in cell.values.items()}
                text = self.language.say(cell.template)
                return self.language.fill(text, values) if values else text
            case Plain():
                return cell.text
            case Spoken():
                return cell.texts[self.language.code]
            case Code():
                return f"`{cell.text}`" if cell.text else ""
            case Strong():
                return f"**{self(cell.cell)}**"
            case Joined():
                return cell.separator.join(map(self, cell.cells))
            case Count():
                return self.language.count(cell.value)
            case Mark():
                return self.mark(cell.state, self(cell.words))
            case SectionLink():
                return self.link(cell.section)
            case _:
                return self._figure(cell)

    def _figure(self, cell: Number | Percent | Score | Share | CountOf | Difference) -> str:
        match cell:
            case Number():
                return self.signed(cell.value, cell.digits)
            case Percent():
                return self.percent(cell.value, cell.digits)
            case Score():
                return self.interval(cell.figure, lambda value: self.signed(value, cell.digits))
            case Share():
                said = self.share(cell.figure)
                return self._of(said, cell.figure.n) if cell.of and cell.figure else said
            case CountOf():
                return self._of(self.language.count(cell.count), cell.of)
            case Difference():
                return self.difference(cell.figure)

    def _of(self, said: str, films: int) -> str:
        values = {"share": said, "films": self.language.count(films)}
        return self.language.fill(self.language.say(OF), values)

    def interval(self, figure: Estimate | None, said: Callable[[float], str]) -> str:
        """A figure with its interval, each end said in the same way; `†` marks an exact one."""
        if figure is None:
            return ABSENT.text
        if figure.low is None or figure.high is None:
            return said(figure.value)
        ends = {"value": figure.value, "low": figure.low, "high": figure.high}
        text = self.language.fill(
            self.language.say(INTERVAL), {name: said(end) for name, end in ends.items()}
        )
        return text + (EXACT if figure.exact else "")

    def signed(self, value: float, digits: int) -> str:
        """A number with the sign for less than zero that a document has."""
        return self.language.number(value, digits)

    def percent(self, share: float, digits: int = 1) -> str:
        """A share in per cent."""
        return f"{self.language.number(100 * share, digits)} %"

    def share(self, figure: Estimate | None) -> str:
        """A share with its interval, the unit said once."""
        if figure is None:
            return ABSENT.text
        if figure.low is None or figure.high is None:
            return self.percent(figure.value)
        ends = {"value": self.percent(figure.value)} | {
            name: self.language.number(100 * end, 1)
            for name, end in (("low", figure.low), ("high", figure.high))
        }
        text = self.language.fill(self.language.say(INTERVAL), ends)
        return text + (EXACT if figure.exact else "")

    def difference(self, figure: Estimate | None) -> str:
        """A difference with its sign, and a word where the interval leaves 0 out."""
        if figure is None or figure.low is None:
            return self.interval(figure, lambda value: f"{value:+.2f}")
        word = {1: " **better**", -1: " **worse**", 0: ""}[sign(figure.document())]
        said = self.interval(
            figure, lambda value: f"{value:+.2f}".replace(".", self.language.decimal_sign)
        )
        return said + word

    def mark(self, state: str, words: str) -> str:
        """How far something holds; what does not stands out."""
        return f"**{words}**" if state == "no" else words

    def link(self, section: str) -> str:
        """The way to a section: its title, as other documents have no such address."""
        return f"*{self.language.say(SECTIONS[section])}*"
