"""What lies on the light box: which case is open, and how its file is to be read."""

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from model.imaging.radiograph import Radiograph
from model.imaging.read import read_radiograph
from pages.shared.upload.samples import Sample, all_samples

OPEN_KEY = "open_case"
CHOOSER_KEY = "chooser"
UPLOADS_KEY = "uploads"
# Every upload of the session by its id: the field itself is empty again on the next page.
KEPT_KEY = "kept_uploads"
# Ids of what the field held when it was last drawn.
SHOWN_KEY = "shown_uploads"
SAMPLE_PARAMETER = "sample"


@dataclass(frozen=True)
class HowToRead:
    """How a file is to be read: choices of the reader, not properties of the file.

    Attributes:
        frame: Index of the frame, from 0.
        window: Index of the VOI window or LUT, from 0.
        invert: Whether bright and dark are exchanged before the network sees the picture.
        turn: Quarter turns clockwise before the network sees the picture, 0 to 3.
    """

    frame: int = 0
    window: int = 0
    invert: bool = False
    turn: int = 0

    def read(self, data: bytes) -> Radiograph:
        """Reads a file so, see `read_radiograph`."""
        return read_radiograph(data, **vars(self))


@dataclass(frozen=True)
class Case:
    """A file that can be put on the light box.

    Attributes:
        key: Names the case within the session.
        name: Name of the file as it came; foreign text, never Markdown.
        source: The upload or the sample itself.
    """

    key: str
    name: str
    source: UploadedFile | Sample

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.source.data() if isinstance(self.source, Sample) else self.source.getvalue()

    @property
    def is_sample(self) -> bool:
        """Whether the case is public and synthetic, not somebody's picture."""
        return isinstance(self.source, Sample)


def sample_case(sample: Sample) -> Case:
    """The case that a sample is."""
    return Case(f"sample:{sample.file}", sample.file, sample)


def uploaded_cases() -> list[Case]:
    """The uploads of this session, in the order in which they came."""
    return [Case(f"upload:{file.file_id}", file.name, file) for file in _kept().values()]


def _kept() -> dict[str, UploadedFile]:
    found: dict[str, UploadedFile] = st.session_state.get(KEPT_KEY, {})
    return found


def open_case() -> Case | None:
    """The case on the light box; None where there is none or where it was taken away."""
    key = st.session_state.get(OPEN_KEY)
    cases = uploaded_cases() + [sample_case(sample) for sample in all_samples()]
    return next((case for case in cases if case.key == key), None)


def put_on_light_box(key: str | None) -> None:
    """Opens a case, or with None leaves the light box to the list of uploads."""
    st.session_state[OPEN_KEY] = key
    st.session_state[CHOOSER_KEY] = key is None and not uploaded_cases()
    if key is not None and key.startswith("sample:"):
        st.query_params[SAMPLE_PARAMETER] = key.removeprefix("sample:")
    else:
        st.query_params.pop(SAMPLE_PARAMETER, None)


def start_from_address() -> None:
    """Opens the sample that a shared link names, once, at the start of a session."""
    if OPEN_KEY in st.session_state:
        return
    name = st.query_params.get(SAMPLE_PARAMETER)
    known = any(sample.file == name for sample in all_samples())
    st.session_state[OPEN_KEY] = f"sample:{name}" if known else None
    st.session_state[CHOOSER_KEY] = not known


def take_uploads() -> None:
    """After an upload: opens a single new file; leaves several to the list."""
    files: list[UploadedFile] = st.session_state.get(UPLOADS_KEY) or []
    before = {case.key for case in uploaded_cases()}
    taken_away = st.session_state.get(SHOWN_KEY, set()) - {file.file_id for file in files}
    kept = {key: file for key, file in _kept().items() if key not in taken_away}
    st.session_state[KEPT_KEY] = kept | {file.file_id: file for file in files}
    cases = uploaded_cases()
    new = [case.key for case in cases if case.key not in before]
    if new:
        put_on_light_box(new[0] if len(new) == 1 else None)
    elif open_case() is None:
        put_on_light_box(cases[0].key if len(cases) == 1 else None)


def note_shown(files: list[UploadedFile]) -> None:
    """Notes what the field holds, to tell a file that is taken away from a field on a new page.

    Args:
        files: What the field returned.
    """
    st.session_state[SHOWN_KEY] = {file.file_id for file in files}


def how_to_read(case: Case) -> HowToRead:
    """How the file of a case is to be read."""
    readings: dict[str, HowToRead] = st.session_state.setdefault("readings", {})
    return readings.get(case.key, HowToRead())


def read_differently(case: Case, **changes: int | bool) -> None:
    """Changes how the file of a case is to be read; the answer is then worked out anew."""
    readings = dict(st.session_state.get("readings", {}))
    readings[case.key] = replace(how_to_read(case), **changes)  # type: ignore[arg-type]
    st.session_state["readings"] = readings
