"""The radiographs that come with the app: synthetic, for whoever has no picture at hand."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[3] / "assets" / "samples"


@dataclass(frozen=True)
class Sample:
    """A synthetic radiograph of `assets/samples`.

    Attributes:
        file: Name of the file; also its name in `?sample=`.
        label: A class of the network, or `lateral`.
        population: `adult` or `child`; empty where it does not matter.
        format: Kind of file, such as `png` or `dicom`.
    """

    file: str
    label: str
    population: str
    format: str

    def data(self) -> bytes:
        """The bytes of the file."""
        return (SAMPLES / self.file).read_bytes()


@functools.cache
def all_samples() -> tuple[Sample, ...]:
    """Every sample in the order of `samples.json`; none where there is no such file."""
    index = SAMPLES / "samples.json"
    if not index.is_file():
        return ()
    return tuple(
        Sample(
            file=entry["file"],
            label=entry["label"],
            population=entry.get("population", ""),
            format=entry.get("format", Path(entry["file"]).suffix.lstrip(".")),
        )
        for entry in json.loads(index.read_text(encoding="utf-8"))
    )
