"""What is explained: the picture as the network received it, and what it answered."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import streamlit as st

from model.classifier.classes import CLASSES
from pages.shared.cache import Opened, engine
from pages.shared.pictures.display import ViewWindow, for_viewing
from pages.shared.upload.cases import Case


@dataclass(frozen=True, eq=False)
class Subject:
    """One picture to be explained.

    Attributes:
        name: Name of the file as it came; foreign text, never Markdown.
        shared: Whether what is worked out for it may be shared between sessions: a sample's may.
        digest: SHA-256 of `picture`: what is worked out is remembered under it.
        picture: float32 `(224, 224, 3)` in [0, 255], what the network received.
        film: uint8 `(H, W)`, the picture for viewing.
        predicted: The class with the highest logit.
        logits: Logit of each class.
        accepted: Whether the gate let it through.
    """

    name: str
    shared: bool
    digest: str
    picture: npt.NDArray[np.float32]
    film: npt.NDArray[np.uint8]
    predicted: str
    logits: Mapping[str, float]
    accepted: bool


def subject_of(case: Case, opened: Opened) -> Subject:
    """What is explained of a case, whether or not the gate accepted it.

    Args:
        case: The case on the light box.
        opened: Its picture, read and examined.
    """
    grey = opened.grey
    picture = np.repeat(grey[..., np.newaxis], 3, axis=2)
    digest = hashlib.sha256(grey.tobytes()).hexdigest()
    answer = opened.examination.answer
    logits = answer.logits if answer is not None else _logits(digest, picture)
    return Subject(
        name=case.name,
        shared=case.is_sample,
        digest=digest,
        picture=picture,
        film=for_viewing(opened.radiograph.pixels, ViewWindow()),
        predicted=max(CLASSES, key=lambda label: logits[label]),
        logits=logits,
        accepted=opened.examination.accepted,
    )


def _logits(digest: str, picture: npt.NDArray[np.float32]) -> dict[str, float]:
    """The logits of a picture that the gate refused: asked for here alone, and never shown."""
    key = f"explorer_logits:{digest}"
    if key not in st.session_state:
        st.session_state[key] = engine().run(picture[np.newaxis]).logits[0]
    return dict(zip(CLASSES, map(float, st.session_state[key]), strict=True))
