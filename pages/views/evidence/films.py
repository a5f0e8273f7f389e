"""The measured films behind the charts: read once, calibrated once, shared by all readers."""

from typing import Final

import numpy as np
import streamlit as st

from model.classifier.artefacts import MANIFEST, Manifest, checked_path, load_manifest
from model.classifier.artefacts import weights_folder as folder
from model.errors import ArtefactMissingError
from model.evaluation.measure.sample import CalibratedFilms, take
from model.evaluation.predictions import PREDICTIONS, Predictions, read_predictions

TEST: Final = "test"
ADULT: Final = "adult"
VAL: Final = "val"

SPLITS: Final = (TEST, ADULT, VAL)
"""Splits that a chart can show: internal, external, and the one that chose the thresholds."""


def manifest() -> Manifest:
    """The manifest; it is parsed anew only if its file has changed.

    Raises:
        ArtefactError: It is missing or not valid.
    """
    try:
        stamp = (folder() / MANIFEST).stat().st_mtime_ns
    except OSError as error:
        raise ArtefactMissingError(file=MANIFEST) from error
    return _manifest(stamp)


def version() -> str:
    """What every cached figure goes by: the films, and all that turns logits into answers.

    Raises:
        ArtefactError: The manifest is missing or not valid.
    """
    own = manifest()
    stored = own.files.get(PREDICTIONS)
    if stored is None:
        raise ArtefactMissingError(file=PREDICTIONS)
    return f"{stored.sha256} {own.temperature} {sorted(own.conformal_thresholds.items())}"


def sample(split: str) -> CalibratedFilms:
    """The films of a split; shared between sessions, so never to be changed.

    Args:
        split: One of `SPLITS`.

    Raises:
        ArtefactError: Manifest or predictions are missing or damaged.
    """
    return _sample(version(), split)


# Resources rather than data: a copy of the bootstrap's weights for every chart would be megabytes.
@st.cache_resource(show_spinner=False, max_entries=1)
def _manifest(stamp: int) -> Manifest:  # noqa: ARG001 - the stamp is what the cache goes by
    return load_manifest()


@st.cache_resource(show_spinner=False, max_entries=1)
def _table(key: str) -> Predictions:  # noqa: ARG001
    return read_predictions(checked_path(PREDICTIONS, manifest()))


@st.cache_resource(show_spinner=False, max_entries=len(SPLITS))
def _sample(key: str, split: str) -> CalibratedFilms:
    table = _table(key)
    return take(table, np.asarray(table.split == split), manifest())
