"""Look-up tables of DICOM: for the modality and for the contrast (VOI).

References:
    DICOM PS3.3 C.11.1 (Modality LUT), C.11.2 (VOI LUT).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset

from model.imaging import values

_MAX_BITS = 16


@dataclass(frozen=True, eq=False)
class LookupTable:
    """One table.

    Attributes:
        first: The input value which the first entry is for.
        entries: float64 `(n,)`, outputs; inputs outside take the first or the last entry.
        bits: Bits of an output.
        name: Its explanation in the file, or its number.
    """

    first: int
    entries: npt.NDArray[np.float64]
    bits: int
    name: str


def read_table(item: Dataset, number: int, *, little: bool, signed: bool) -> LookupTable | None:
    """Reads an item of a Modality or VOI LUT Sequence.

    Args:
        item: The item.
        number: Its place in the sequence, from 1: its name where it has none.
        little: Whether the file is little endian.
        signed: Whether the inputs may be negative; then a first value above 32767 is one.

    Returns:
        The table, or None if it is not usable.
    """
    descriptor = values.numbers(item, "LUTDescriptor")
    if len(descriptor) != 3:
        return None
    count, first, bits = (int(number) for number in descriptor)
    count = (count & 0xFFFF) or 1 << 16
    if not 1 <= bits <= _MAX_BITS:
        return None
    if signed and first > 0x7FFF:
        first -= 1 << 16
    entries = _entries(item, count, little)
    if entries is None:
        return None
    explanation = values.texts(item, "LUTExplanation")
    name = (explanation[0] if explanation else "") or str(number)
    return LookupTable(first, entries, bits, name)


def _entries(item: Dataset, count: int, little: bool) -> npt.NDArray[np.float64] | None:
    data = values.raw(item, "LUTData")
    if isinstance(data, bytes):
        if len(data) == count:
            # Eight-bit entries, one byte each (C.11.1.1.1)
            return np.frombuffer(data, dtype=np.uint8).astype(np.float64)
        if len(data) < 2 * count:
            return None
        order = "<u2" if little else ">u2"
        return np.frombuffer(data, dtype=order, count=count).astype(np.float64)
    words = values.numbers(item, "LUTData")
    if len(words) >= count:
        return np.asarray(words[:count], dtype=np.float64)
    if len(words) == (count + 1) // 2:
        packed = np.asarray(words, dtype="<u2").view(np.uint8)
        return packed[:count].astype(np.float64)
    return None


def look_up(table: LookupTable, inputs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Sends values through a table.

    Args:
        table: The table.
        inputs: float64 `(n,)`; rounded to whole numbers first.

    Returns:
        float64 `(n,)`, outputs of the table.
    """
    index = np.clip(np.rint(inputs) - table.first, 0, len(table.entries) - 1)
    outputs: npt.NDArray[np.float64] = table.entries[index.astype(np.int64)]
    return outputs


def to_unit(table: LookupTable, outputs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Scales outputs of a VOI LUT to [0, 1].

    By the bits that the table states, unless its entries never reach the upper half of that range:
    some writers state 16 bits for a table of 12.

    Args:
        table: The table.
        outputs: float64 `(n,)`, from `look_up`.

    Returns:
        float64 `(n,)` in [0, 1].
    """
    largest = int(table.entries.max(initial=0))
    bits = table.bits
    if largest < 1 << (bits - 1):
        bits = max(1, largest.bit_length())
    return np.clip(outputs / ((1 << bits) - 1), 0.0, 1.0)
