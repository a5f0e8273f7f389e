"""What a DICOM file says about the meaning of its values and about the contrast to show.

References:
    DICOM PS3.3 C.11.1 (Modality LUT), C.11.2 (VOI LUT); C.7.6.16.2.9 and C.7.6.16.2.10 (the same
    in the functional groups of enhanced multi-frame objects).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydicom.dataset import Dataset

from model.imaging import values
from model.imaging.dicom_file import DicomFile
from model.imaging.lookup import LookupTable, read_table
from model.imaging.window import FUNCTIONS, LINEAR, Window, usable
from model.messages import Notice

_MAX_WINDOWS = 64


@dataclass(frozen=True)
class Contrast:
    """How stored values become shades.

    Attributes:
        table: Modality LUT, or None.
        slope: Rescale slope; 1 where there is none.
        intercept: Rescale intercept; 0 where there is none.
        rescaled: Whether the file has a rescale.
        choices: VOI LUTs, then windows: alternatives, of which one is applied.
        warnings: What was left out because it was not usable.
    """

    table: LookupTable | None
    slope: float
    intercept: float
    rescaled: bool
    choices: tuple[LookupTable | Window, ...]
    warnings: tuple[Notice, ...]


def read_contrast(file: DicomFile, frame: int, *, signed: bool) -> Contrast:
    """Reads modality LUT or rescale, VOI LUTs and windows.

    Args:
        file: The opened file.
        frame: Index of the frame: enhanced objects may have a window for each.
        signed: Whether stored values may be negative.

    Returns:
        What is usable, and warnings about what is not.
    """
    warnings: list[Notice] = []
    little = file.dataset.original_encoding[1] is not False
    modality = _group(file.dataset, frame, "PixelValueTransformationSequence")
    table = None
    for item in values.items(modality, "ModalityLUTSequence")[:1]:
        table = read_table(item, 1, little=little, signed=signed)
        if table is None:
            warnings.append(Notice("modality-lut-unusable"))
    slope, intercept, rescaled = (1.0, 0.0, False)
    if table is None:
        slope, intercept, rescaled = _rescale(modality, warnings)
    negative = signed or (rescaled and (slope < 0 or intercept < 0))
    voi = _group(file.dataset, frame, "FrameVOILUTSequence")
    choices: list[LookupTable | Window] = []
    for number, item in enumerate(values.items(voi, "VOILUTSequence")[:_MAX_WINDOWS], 1):
        lut = read_table(item, number, little=little, signed=negative)
        if lut is None:
            warnings.append(Notice("voi-lut-unusable"))
        else:
            choices.append(lut)
    choices.extend(_windows(voi, len(choices), warnings))
    return Contrast(table, slope, intercept, rescaled, tuple(choices), tuple(warnings))


def _group(dataset: Dataset, frame: int, keyword: str) -> Dataset:
    """The data set which holds a module: the file's own, or a functional group of the frame."""
    groups: Sequence[Dataset] = values.items(dataset, "PerFrameFunctionalGroupsSequence")
    candidates = [
        *groups[frame : frame + 1],
        *values.items(dataset, "SharedFunctionalGroupsSequence")[:1],
    ]
    for candidate in candidates:
        for item in values.items(candidate, keyword)[:1]:
            return item
    return dataset


def _rescale(dataset: Dataset, warnings: list[Notice]) -> tuple[float, float, bool]:
    present = "RescaleSlope" in dataset or "RescaleIntercept" in dataset
    if not present:
        return 1.0, 0.0, False
    slope = values.numbers(dataset, "RescaleSlope") or (1.0,)
    intercept = values.numbers(dataset, "RescaleIntercept") or (0.0,)
    if not (math.isfinite(slope[0]) and math.isfinite(intercept[0])) or slope[0] == 0:
        warnings.append(Notice("rescale-unusable"))
        return 1.0, 0.0, False
    return slope[0], intercept[0], True


def _windows(dataset: Dataset, before: int, warnings: list[Notice]) -> list[Window]:
    centres = values.numbers(dataset, "WindowCenter")
    widths = values.numbers(dataset, "WindowWidth")
    names = values.texts(dataset, "WindowCenterWidthExplanation")
    kind = FUNCTIONS.get(values.code(dataset, "VOILUTFunction"), LINEAR)
    stated = "WindowCenter" in dataset or "WindowWidth" in dataset
    if stated and not (centres and widths) and _has_value(dataset):
        warnings.append(Notice("window-unusable", {"centre": "?", "width": "?"}))
    windows: list[Window] = []
    for index, (centre, width) in enumerate(zip(centres, widths, strict=False)):
        if index >= _MAX_WINDOWS:
            break
        window = usable(kind, centre, width)
        if window is None:
            numbers = {"centre": str(centre), "width": str(width)}
            warnings.append(Notice("window-unusable", numbers))
            continue
        name = names[index] if index < len(names) and names[index] else ""
        windows.append(replace(window, name=name or str(before + len(windows) + 1)))
    return windows


def _has_value(dataset: Dataset) -> bool:
    """Whether either attribute is more than an empty one, which only means "unknown"."""
    # The element as it was read: a value that cannot be converted is a value all the same.
    found = (dataset.get_item(keyword) for keyword in ("WindowCenter", "WindowWidth"))
    return any(getattr(element, "value", None) not in (None, b"", "") for element in found)
