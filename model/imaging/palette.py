"""Palette colour: what each stored value looks like, from three tables in the file.

Not left to pydicom, which expands the segmented form without a limit: six bytes may stand for
65,535 entries, so 1 MB would grow to 10,000,000,000.

References:
    DICOM PS3.3 C.7.6.3.1.5 and C.7.6.3.1.6 (Palette Color Lookup Table), C.7.9.2 (segments).
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset

from model.errors import DicomDamagedError
from model.imaging import values

MOST_ENTRIES = 1 << 16
"""Entries of a table: as many as stored values of 16 bits can ask for. Also the most segments that
are looked at, as some stand for no entry at all."""

_COLOURS = ("Red", "Green", "Blue")
_DISCRETE, _LINEAR, _INDIRECT = 0, 1, 2


def palette_to_rgb(
    stored: npt.NDArray[Any], dataset: Dataset, *, little: bool
) -> tuple[npt.NDArray[np.uint8] | npt.NDArray[np.uint16], int]:
    """Looks every pixel up in the palette; values outside take the first or the last entry.

    Args:
        stored: Integers `(rows, columns)`, the stored values.
        dataset: The data set with the palette.
        little: Whether the file is little endian.

    Returns:
        uint8 or uint16 `(rows, columns, 3)`, and the bits of a sample.

    Raises:
        DicomDamagedError: There is no palette, or it is not usable.
    """
    descriptor = values.numbers(dataset, "RedPaletteColorLookupTableDescriptor")
    if len(descriptor) != 3 or stored.dtype.kind not in "iu" or stored.itemsize > 2:
        raise DicomDamagedError
    count, first, bits = (int(number) for number in descriptor)
    count = (count & 0xFFFF) or MOST_ENTRIES
    if bits not in (8, 16):
        raise DicomDamagedError
    tables = [_table(dataset, colour, count, bits, little) for colour in _COLOURS]
    if len({len(table) for table in tables}) != 1:
        raise DicomDamagedError
    if max(int(table.max()) for table in tables) > 0xFF:
        bits = 16
    palette = np.stack(tables, axis=-1).astype(f"u{bits // 8}")
    # What each stored value finds, first: the picture is then touched once.
    lowest = -(1 << (8 * stored.itemsize - 1)) if stored.dtype.kind == "i" else 0
    inputs = np.arange(1 << (8 * stored.itemsize)) + lowest
    found = palette[np.clip(inputs - first, 0, len(palette) - 1)]
    # Negative values count from the end, and that is where the roll puts theirs.
    return np.roll(found, lowest, axis=0)[stored], bits


def _table(
    dataset: Dataset, colour: str, count: int, bits: int, little: bool
) -> npt.NDArray[np.uint16]:
    plain = values.raw(dataset, f"{colour}PaletteColorLookupTableData")
    wide = "<u2" if little else ">u2"
    if isinstance(plain, bytes):
        if len(plain) >= 2 * count:
            return np.frombuffer(plain, dtype=wide, count=count).astype(np.uint16)
        if len(plain) >= count:
            return np.frombuffer(plain, dtype=np.uint8, count=count).astype(np.uint16)
        raise DicomDamagedError
    segmented = values.raw(dataset, f"Segmented{colour}PaletteColorLookupTableData")
    if not isinstance(segmented, bytes):
        raise DicomDamagedError
    size = bits // 8
    words = np.frombuffer(
        segmented, dtype=np.uint8 if size == 1 else wide, count=len(segmented) // size
    )
    entries = _Expansion(words.tolist(), size, little).entries[:count]
    if not entries:
        raise DicomDamagedError
    return np.asarray(entries, dtype=np.uint16)


class _Expansion:
    """Segments turned into entries."""

    def __init__(self, words: list[Any], size: int, little: bool) -> None:
        self.entries: list[int] = []
        self._words, self._size, self._little = words, size, little
        self._segments = 0
        self._expand(0, MOST_ENTRIES, copied=False)

    def _expand(self, position: int, segments: int, *, copied: bool) -> None:
        for _ in range(segments):
            # One word may be left: a null that makes the length even.
            if position + 2 > len(self._words) or len(self.entries) > MOST_ENTRIES:
                return
            self._segments += 1
            if self._segments > MOST_ENTRIES:
                raise DicomDamagedError
            opcode, length = self._words[position : position + 2]
            position += 2
            if opcode == _DISCRETE:
                self.entries += self._words[position : position + length]
                position += length
            elif opcode == _LINEAR and self.entries and position < len(self._words):
                ends = (self.entries[-1], self._words[position])
                line = np.rint(np.linspace(*ends, length + 1))[1:]
                self.entries += line.astype(np.int64).tolist()
                position += 1
            elif opcode == _INDIRECT and not copied:
                start, taken = self._place(position)
                self._expand(start, length, copied=True)
                position += taken
            else:
                # A copied segment that copies again could double at every step.
                raise DicomDamagedError

    def _place(self, position: int) -> tuple[int, int]:
        """Index of the word that an indirect segment points to, and the words that say so."""
        parts = self._words[position : position + 4 // self._size]
        if len(parts) * self._size < 4:
            raise DicomDamagedError
        if self._size == 1:
            order = "little" if self._little else "big"
            parts = [int.from_bytes(parts[at : at + 2], order) for at in (0, 2)]  # type: ignore[arg-type]
        return (parts[1] << 16 | parts[0]) // self._size, 4 // self._size
