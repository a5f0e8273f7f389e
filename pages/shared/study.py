"""A study: one radiograph from the bytes of its file to the answer, made once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import streamlit as st

from model.audit.log import UNREADABLE, AuditLine, append, outcome
from model.classifier.classes import CLASSES
from model.classifier.prediction import Examination, examine
from model.errors import ReadingError
from model.explain.cam_family import LAST_STAGE
from model.explain.heat_map import HeatMap
from model.explain.target import Target
from model.imaging.patient import refuse_patient
from model.imaging.prepare import network_input
from model.imaging.radiograph import Radiograph
from pages.shared import engines
from pages.shared.access.visitor import current_visitor
from pages.shared.pictures.display import ViewWindow, for_viewing
from pages.shared.settings.current import current_settings
from pages.shared.upload.cases import Case, HowToRead, how_to_read

# Longest side of a picture sent to the browser, in pixels; keeps a message well below 1 MB.
DISPLAY_SIDE = 1024

# What this session has been answered and has its line in the audit log: a rerun is no new answer.
RECORDED_KEY = "recorded_answers"


@dataclass(frozen=True, eq=False)
class Study:
    """A radiograph that was read and examined.

    Attributes:
        case: Where it comes from.
        how: How its file was read.
        radiograph: As read, with `pixels` shrunk to at most `DISPLAY_SIDE` on the longer side; the
            full picture is let go as soon as the network has seen it.
        received: float32 `(224, 224)` in [0, 255], what the network received, one of three
            channels.
        examination: What the gate and the network say.
        digest: Hexadecimal SHA-256 of `received`: what is worked out is remembered under it.
    """

    case: Case
    how: HowToRead
    radiograph: Radiograph
    received: npt.NDArray[np.float32]
    examination: Examination
    digest: str

    @property
    def name(self) -> str:
        """Name of the file as it came; foreign text, never Markdown."""
        return self.case.name

    @property
    def accepted(self) -> bool:
        """Whether the gate let it through."""
        return self.examination.accepted

    @property
    def logits(self) -> Mapping[str, float]:
        """Logit of each class; of a refused picture too, to explain it to who insists."""
        return self.examination.logits

    @property
    def predicted(self) -> str:
        """The class with the highest logit."""
        return max(CLASSES, key=lambda label: self.logits[label])

    @property
    def mirrored(self) -> bool:
        """Whether the file says that the patient's left is on the viewer's left.

        A film hangs the other way round, and one that says nothing is taken to. One that was turned
        was stored as no film hangs, so its file is not asked.

        References:
            Patient Orientation (0020,0020), DICOM PS3.3 C.7.6.1.1.1: where the rows run to.
        """
        rows = self.radiograph.technical.get("PatientOrientation", "")
        return rows.upper().startswith("R") and not self.how.turn

    def grad_cam(self, label: str) -> HeatMap | None:
        """Grad-CAM of a class at the last convolution, from the pass that gave the answer.

        Args:
            label: The class.

        Returns:
            The map; None for a refused picture, which has no answer.
        """
        answer = self.examination.answer
        if answer is None:
            return None
        return HeatMap("grad-cam", Target(label), LAST_STAGE, answer.evidence.map_of(label), 1)

    @cached_property
    def picture(self) -> npt.NDArray[np.float32]:
        """What the network received: float32 `(224, 224, 3)` in [0, 255]."""
        return np.repeat(self.received[..., np.newaxis], 3, axis=2)

    @cached_property
    def grey(self) -> npt.NDArray[np.float32]:
        """The same as a film: float32 `(224, 224)` in [0, 1]."""
        return np.asarray(self.received / np.float32(255.0), dtype=np.float32)

    @cached_property
    def film(self) -> npt.NDArray[np.uint8]:
        """The picture for viewing, uint8 `(H, W)`."""
        return for_viewing(self.radiograph.pixels, ViewWindow())


@st.cache_data(show_spinner=False, scope="session", max_entries=512)
def _file_digest(key: str, _case: Case) -> str:  # noqa: ARG001 - the key is what the cache goes by
    return hashlib.sha256(_case.data).hexdigest()


def _shrunk(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    scale = DISPLAY_SIDE / max(pixels.shape)
    if scale >= 1:
        return pixels
    rows, columns = (max(1, round(side * scale)) for side in pixels.shape)
    return cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)


# What a cache keeps of a file: all of a study that does not depend on its name. A cache keeps no
# raised error, so it is returned.
Findings = tuple[Radiograph, npt.NDArray[np.float32], Examination, str] | ReadingError


def _find(data: bytes, how: HowToRead) -> Findings:
    try:
        radiograph = how.read(data)
    except ReadingError as error:
        return error
    picture = network_input(radiograph.pixels)
    examination = examine(radiograph, engines.engine(), picture=picture)
    received = np.ascontiguousarray(picture[..., 0])
    shown = replace(radiograph, pixels=_shrunk(radiograph.pixels))
    return shown, received, examination, hashlib.sha256(received.tobytes()).hexdigest()


# A sample is public and may be shared between sessions. A patient's picture may not: its cache has
# the scope of a session, and goes with it.
@st.cache_data(show_spinner=False, max_entries=64)
def _find_sample(digest: str, how: HowToRead, _case: Case) -> Findings:  # noqa: ARG001
    return _find(_case.data, how)


@st.cache_data(show_spinner=False, scope="session", max_entries=4)
def _find_upload(digest: str, how: HowToRead, _case: Case) -> Findings:  # noqa: ARG001
    if current_settings().is_public:
        try:
            refuse_patient(_case.data)
        except ReadingError as error:
            return error
    return _find(_case.data, how)


def study_of(case: Case, how: HowToRead | None = None) -> Study:
    """Reads and examines a case; the same content read in the same way is done once.

    Args:
        case: What to read.
        how: How to read it; None for what the reader chose.

    Raises:
        ReadingError: The file cannot be read.
        ArtefactError: The files of the model cannot be used.
        AuditUnwritableError: The answer could not be written into the audit log.
    """
    how = how_to_read(case) if how is None else how
    digest = _file_digest(case.key, case)
    found = (_find_sample if case.is_sample else _find_upload)(digest, how, case)
    path = current_settings().audit_log
    if path is not None:
        _record(path, digest, how, found if isinstance(found, ReadingError) else found[2])
    if isinstance(found, ReadingError):
        raise found
    return Study(case, how, *found)


def _record(path: Path, digest: str, how: HowToRead, said: Examination | ReadingError) -> None:
    """Writes the line of an answer into the audit log, the first time that this session gets it."""
    recorded: set[tuple[str, HowToRead]] = st.session_state.setdefault(RECORDED_KEY, set())
    if (digest, how) in recorded:
        return
    gate, reasons, predicted = (
        (UNREADABLE, (said.code,), None) if isinstance(said, ReadingError) else outcome(said)
    )
    append(
        path,
        AuditLine(
            time=datetime.now(UTC).isoformat(timespec="milliseconds"),
            role=current_visitor().role,
            file=digest,
            model=engines.engine().model_sha256,
            gate=gate,
            reasons=reasons,
            predicted=predicted,
        ),
    )
    recorded.add((digest, how))


# Small enough to keep for every file of a long list, whose studies are not.
@st.cache_data(show_spinner=False, scope="session", max_entries=512)
def _said_of(digest: str, how: HowToRead, _case: Case) -> Examination | ReadingError:  # noqa: ARG001
    try:
        return study_of(_case, how).examination
    except ReadingError as error:
        return error


def said_of(case: Case) -> Examination | ReadingError:
    """What the gate and the network say of one file of a list, or why it cannot be read.

    Raises:
        ArtefactError, AuditUnwritableError: See `study_of`.
    """
    return _said_of(_file_digest(case.key, case), how_to_read(case), case)
