"""Attributes of a DICOM data set as plain Python values, or None where they make no sense.

pydicom converts a value when it is asked for, and raises many kinds of errors on a bad one. Most
attributes are optional for us; these functions make "absent" and "unusable" the same.
"""

import math
import re
from collections.abc import Sequence
from typing import Any

from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.uid import UID

from model.imaging.damage import DAMAGE
from model.imaging.dicom_file import TECHNICAL

_MAX_TEXT = 64
_NUMBERS = ("DS", "IS", "US", "US or SS")
_UID = re.compile(r"[0-9.]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def raw(dataset: Dataset, keyword: str) -> Any:
    """The value as pydicom gives it, or None where it cannot be converted."""
    try:
        return dataset.get(keyword)
    except DAMAGE:
        return None


def numbers(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """All numbers of an attribute; empty where one is no number. Infinities and NaN stay."""
    value = raw(dataset, keyword)
    if value is None or value == "":
        return ()
    items = value if isinstance(value, MultiValue | list | tuple) else (value,)
    try:
        return tuple(float(item) for item in items)
    except DAMAGE:
        return ()


def whole(dataset: Dataset, keyword: str) -> int | None:
    """The one integer of an attribute."""
    found = numbers(dataset, keyword)
    if len(found) != 1 or not math.isfinite(found[0]) or found[0] != int(found[0]):
        return None
    return int(found[0])


def texts(dataset: Dataset, keyword: str) -> tuple[str, ...]:
    """All texts of an attribute, printable and at most 64 characters each.

    Empty where a damaged file states another kind of value: a sequence would be told item by item,
    with all that is in it.
    """
    value = raw(dataset, keyword)
    if value is None or value == "":
        return ()
    items = value if isinstance(value, MultiValue | list | tuple) else (value,)
    if not all(isinstance(item, str | int | float) for item in items):
        return ()
    return tuple(clean(str(item)) for item in items)


def code(dataset: Dataset, keyword: str) -> str:
    """A code string (VR CS) in capitals; empty where absent."""
    found = texts(dataset, keyword)
    return found[0].upper() if found else ""


def items(dataset: Dataset, keyword: str) -> Sequence[Dataset]:
    """The items of a sequence; empty where absent or unusable."""
    value = raw(dataset, keyword)
    if value is None or isinstance(value, str | bytes):
        return ()
    try:
        return [item for item in value if isinstance(item, Dataset)]
    except DAMAGE:
        return ()


def clean(text: str) -> str:
    """Printable characters only, blanks at the ends removed, at most 64 characters.

    The text ends at its first control character, which no text of one line has: where the stated
    length is a lie, the tag of the next element follows there, and behind it may be a name.
    """
    honest = _CONTROL.split(text, maxsplit=1)[0]
    return "".join(c for c in honest if c.isprintable()).strip()[:_MAX_TEXT]


def uid_name(uid: UID) -> str:
    """The registered name of a UID, else its digits, else "unknown": never text from the file."""
    name = str(uid.name)
    if name != str(uid):
        return name
    return str(uid) if _UID.fullmatch(str(uid)) else "unknown"


def technical(dataset: Dataset) -> dict[str, str]:
    """The technical attributes that a reader is shown.

    Args:
        dataset: The data set.

    Returns:
        Keyword → text; attributes which are absent or empty are left out.
    """
    found: dict[str, str] = {}
    for keyword in TECHNICAL:
        if dictionary_VR(keyword) in _NUMBERS:
            parts = tuple(f"{number:.10g}" for number in numbers(dataset, keyword))
        else:
            parts = texts(dataset, keyword)
        if keyword == "SOPClassUID" and parts:
            parts = (uid_name(UID(parts[0], validation_mode=0)),)
        text = ", ".join(part for part in parts if part)
        if text:
            found[keyword] = text
    return found
