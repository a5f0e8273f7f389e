"""Operating points that were measured, kept for all readers."""

from collections.abc import Mapping

import streamlit as st

from model.evaluation.measure.operating_points import OperatingPoint, operating_point, thresholds
from pages.views.evidence.films import VAL, sample, version


def val_thresholds(label: str) -> Mapping[str, float | None]:
    """The threshold of each rule for a class; val chooses.

    Args:
        label: The class.

    Raises:
        ArtefactError: Manifest or predictions cannot be used.
    """
    return _thresholds(version(), label)


def measured(split: str, label: str, threshold: float | None) -> OperatingPoint:
    """What a class does at a threshold.

    Args:
        split: The films.
        label: The class.
        threshold: Calibrated probability; None for the likeliest class.

    Raises:
        ArtefactError: Manifest or predictions cannot be used.
    """
    return _measured(version(), split, label, threshold)


@st.cache_data(show_spinner=False, max_entries=64)
def _thresholds(key: str, label: str) -> dict[str, float | None]:  # noqa: ARG001
    return dict(thresholds(sample(VAL), label))


@st.cache_data(show_spinner=False, max_entries=512)
def _measured(
    key: str,  # noqa: ARG001 - what the cache goes by
    split: str,
    label: str,
    threshold: float | None,
) -> OperatingPoint:
    return operating_point(sample(split), label, threshold)
