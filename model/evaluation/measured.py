"""What a manifest holds, read by name with its type: figures, counts, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from model.evaluation.measure.bootstrap import Estimate


@dataclass(frozen=True)
class Measured:
    """A part of the JSON document of figures.

    Every reader takes the way to a value, name by name.

    Attributes:
        document: The part.

    Raises:
        KeyError: A name on the way is not there.
    """

    document: Mapping[str, object]

    def __contains__(self, name: str) -> bool:
        """Whether the part has an entry, so whether that was measured."""
        return name in self.document

    def _at(self, way: Sequence[str]) -> object:
        found: object = self.document
        for name in way:
            found = cast("Mapping[str, object]", found)[name]
        return found

    def part(self, *way: str) -> "Measured":
        """A part of the part."""
        return Measured(cast("Mapping[str, object]", self._at(way)))

    def part_or_none(self, name: str) -> "Measured":
        """A part of the part, empty where it was not measured."""
        return self.part(name) if name in self else Measured({})

    def parts(self, *way: str) -> dict[str, "Measured"]:
        """All parts of a part by name, in its order."""
        return {name: self.part(*way, name) for name in self.names(*way)}

    def rows(self, *way: str) -> list["Measured"]:
        """The rows of a table."""
        return [Measured(row) for row in cast("Sequence[Mapping[str, object]]", self._at(way))]

    def names(self, *way: str) -> list[str]:
        """Names of all entries, in their order."""
        return list(cast("Mapping[str, object]", self._at(way)))

    def estimate(self, *way: str) -> Estimate | None:
        """A figure with its interval; None where the films allow none."""
        found = self._at(way)
        if found is None:
            return None
        one = cast("Mapping[str, float]", found)
        return Estimate(
            one["value"],
            one["low"],
            one["high"],
            int(one.get("n", 0)),
            int(one.get("groups", 0)),
            exact=bool(one.get("exact", False)),
        )

    def found(self, *way: str) -> Estimate | None:
        """The same; None also where a name on the way is not there."""
        try:
            return self.estimate(*way)
        except KeyError:
            return None

    def sure(self, *way: str) -> Estimate:
        """A figure that every evaluation has."""
        return cast("Estimate", self.estimate(*way))

    def number(self, *way: str) -> float:
        """A number without an interval."""
        return float(cast("float", self._at(way)))

    def numbers(self, *way: str) -> list[float]:
        """Several of them."""
        return [float(one) for one in cast("Sequence[float]", self._at(way))]

    def matrix(self, *way: str) -> list[list[int]]:
        """A matrix of counts, row by row."""
        return [[int(one) for one in row] for row in cast("Sequence[list[int]]", self._at(way))]

    def count(self, *way: str) -> int:
        """A whole number."""
        return int(cast("int", self._at(way)))

    def counts(self, *way: str) -> dict[str, int]:
        """Whole numbers by name, in their order."""
        return {name: self.count(*way, name) for name in self.names(*way)}

    def word(self, *way: str) -> str:
        """A word."""
        return str(self._at(way))

    def words(self, *way: str) -> list[str]:
        """Several of them."""
        return [str(one) for one in cast("Sequence[object]", self._at(way))]
