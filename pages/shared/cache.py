"""What is computed once: the engine for everybody, the examined pictures for one session only."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import streamlit as st

from model.classifier.engine import Engine
from model.classifier.prediction import Examination, examine
from model.errors import ReadingError
from model.imaging.patient import refuse_patient
from model.imaging.prepare import network_input
from model.imaging.radiograph import Radiograph
from model.imaging.read import read_radiograph
from pages.shared.audit import record_answer
from pages.shared.settings.current import current_settings
from pages.shared.upload.cases import Case, Reading

# Longest side of a picture sent to the browser, in pixels; keeps a message well below 1 MB.
DISPLAY_SIDE = 1024


@dataclass(frozen=True, eq=False)
class Opened:
    """A picture that was read and examined, in the sizes in which it is shown.

    Attributes:
        radiograph: As read, with `pixels` shrunk to at most `DISPLAY_SIDE` on the longer side; the
            full picture is let go as soon as the network has seen it.
        grey: float32 `(224, 224)` in [0, 255], what the network received, one of three channels.
        examination: What the gate and the network say.
    """

    radiograph: Radiograph
    grey: npt.NDArray[np.float32]
    examination: Examination

    @property
    def received(self) -> npt.NDArray[np.uint8]:
        """What the network received, rounded for viewing: uint8 `(224, 224)`."""
        return np.asarray(np.rint(self.grey), dtype=np.uint8)


@dataclass(frozen=True)
class Unreadable:
    """A file that could not be read: its error, in a form that a cache can copy.

    Attributes:
        code: Code of the error.
        sentence: Its English template.
        advice: What to do, in English.
        values: The values of the template.
    """

    code: str
    sentence: str
    advice: str
    values: dict[str, Any]


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The one engine that all sessions share; it is thread-safe and never changed."""
    return Engine.load()


@st.cache_data(show_spinner=False, scope="session", max_entries=512)
def _digest(key: str, _case: Case) -> str:  # noqa: ARG001 - the key is what the cache goes by
    return hashlib.sha256(_case.data).hexdigest()


def _shrunk(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    scale = DISPLAY_SIDE / max(pixels.shape)
    if scale >= 1:
        return pixels
    rows, columns = (max(1, round(side * scale)) for side in pixels.shape)
    return cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)


def _unreadable(error: ReadingError) -> Unreadable:
    return Unreadable(error.code, error.sentence, error.advice, dict(error.values))


def _open(data: bytes, reading: Reading) -> Opened | Unreadable:
    try:
        radiograph = read_radiograph(
            data,
            frame=reading.frame,
            window=reading.window,
            invert=reading.invert,
            turn=reading.turn,
        )
    except ReadingError as error:
        return _unreadable(error)
    grey = np.ascontiguousarray(network_input(radiograph.pixels)[..., 0])
    examination = examine(radiograph, engine())
    return Opened(replace(radiograph, pixels=_shrunk(radiograph.pixels)), grey, examination)


# A sample is public and may be shared between sessions. A patient's picture may not: its cache has
# the scope of a session, and goes with it.
@st.cache_data(show_spinner=False, max_entries=64)
def _open_sample(digest: str, reading: Reading, _case: Case) -> Opened | Unreadable:  # noqa: ARG001
    return _open(_case.data, reading)


@st.cache_data(show_spinner=False, scope="session", max_entries=4)
def _open_upload(digest: str, reading: Reading, _case: Case) -> Opened | Unreadable:  # noqa: ARG001
    data = _case.data
    try:
        if current_settings().is_public:
            refuse_patient(data)
    except ReadingError as error:
        return _unreadable(error)
    return _open(data, reading)


def opened(case: Case, reading: Reading) -> Opened | Unreadable:
    """Reads and examines a case; the same content read in the same way is done once.

    Args:
        case: What to read.
        reading: How to read it.

    Raises:
        ArtefactError: The files of the model cannot be used.
        AuditUnwritableError: The answer could not be written into the audit log.
    """
    digest = _digest(case.key, case)
    result = (_open_sample if case.is_sample else _open_upload)(digest, reading, case)
    if current_settings().audit_log is not None:
        said = result.code if isinstance(result, Unreadable) else result.examination
        record_answer(digest, reading, engine().model_sha256, said)
    return result


@dataclass(frozen=True)
class Verdict:
    """One line of the list of uploads.

    Attributes:
        error: The file could not be read; None where it could.
        examination: What the gate and the network say; None for an unreadable file.
    """

    error: Unreadable | None
    examination: Examination | None


@st.cache_data(show_spinner=False, scope="session", max_entries=512)
def _verdict(digest: str, reading: Reading, _case: Case) -> Verdict:  # noqa: ARG001
    result = opened(_case, reading)
    if isinstance(result, Unreadable):
        return Verdict(result, None)
    return Verdict(None, result.examination)


def verdict(case: Case, reading: Reading) -> Verdict:
    """The short form of `opened`: small enough to keep for every file of a long list."""
    return _verdict(_digest(case.key, case), reading, case)
