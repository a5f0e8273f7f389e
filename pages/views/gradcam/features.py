"""Feature maps: the channels of a stage, those first that weigh most for the class."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import streamlit as st

from model.errors import NegatoscopeError
from model.explain.cam_family import LAST_STAGE, Channel, channels, weightiest
from model.explain.stages import CHANNELS
from pages.shared import engines
from pages.shared.i18n import _, fill, number
from pages.shared.notices import draw_error
from pages.shared.pictures.display import cividis
from pages.shared.remembered import remembered
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import target_name
from pages.views.gradcam.choice import ExplorerChoice

HEAVIEST = 12
PAGE_LENGTH = 24
# Of a picture of one channel, in pixels; cells stay visible as squares.
SIDE = 168
# Of a column, in CSS pixels: three on a phone, a dozen on a desk.
COLUMN = 92

# Activations above this share of those of the stage are shown alike: one bright cell among half a
# million would leave everything else dark.
BRIGHT = 99.9


def draw_features(study: Study, choice: ExplorerChoice) -> None:
    """Draws the channels that weigh most, and all channels page by page.

    Args:
        study: The radiograph.
        choice: What the reader chose.
    """
    top = remembered(study, ("feature_top", choice.stage), lambda: _top(study, choice.stage))
    st.caption(
        fill(
            _(
                "Each square is what one of the {count} channels of {stage} makes of this picture, "
                "from none (dark blue) to {top} and more (yellow): one scale for the whole stage. "
                "What a channel stands for is not known; do not read a finding into one."
            ),
            {"count": CHANNELS[choice.stage], "stage": choice.stage, "top": number(top, 1)},
        ),
        help=term_help("activation-function"),
    )
    _draw_heaviest(study, choice, top)
    _draw_page(study, choice, top)


def _top(study: Study, stage: str) -> float:
    """Upper end of the scale for a stage: a high percentile of its activations, never 0."""
    found = engines.network().activations(study.picture, stage)
    return max(1e-6, float(np.percentile(found, BRIGHT)))


def _draw_heaviest(study: Study, choice: ExplorerChoice, top: float) -> None:
    network, target = engines.network(), choice.target(study.predicted)
    st.markdown(
        fill(
            _("**The {count} channels that weigh most for {name}**, with what each adds in logits"),
            {"count": HEAVIEST, "name": target_name(target)},
        ),
        help=term_help("logit"),
    )
    waiting = _("Weighing the channels")
    if choice.stage != LAST_STAGE:
        waiting = _("Loading TensorFlow to weigh the channels: some seconds, the first time")
    try:
        with st.spinner(waiting):
            found = remembered(
                study,
                ("weightiest", target, choice.stage),
                lambda: weightiest(network, study.picture, target, choice.stage, HEAVIEST),
            )
    except NegatoscopeError as error:
        draw_error(error)
        return
    _draw_channels(found, choice.stage, top, "heaviest_channels")
    if choice.stage != LAST_STAGE:
        st.caption(_("Below the last layer the figures hold for small changes only (first order)."))


@st.fragment
def _draw_page(study: Study, choice: ExplorerChoice, top: float) -> None:
    st.markdown(_("**All channels**, in their order"))
    pages = -(-CHANNELS[choice.stage] // PAGE_LENGTH)
    page = st.pagination(pages, key=f"explorer_channels:{choice.stage}")
    first = (min(max(page, 1), pages) - 1) * PAGE_LENGTH
    network = engines.network()
    found = remembered(
        study,
        ("channels", choice.stage, first),
        lambda: channels(network, study.picture, choice.stage, first=first, count=PAGE_LENGTH),
    )
    _draw_channels(found, choice.stage, top, "all_channels")


def _draw_channels(found: Sequence[Channel], stage: str, top: float, key: str) -> None:
    with st.grid("auto", min_column_width=COLUMN, gap="small", key=key) as grid:
        for channel in found:
            with grid.cell():
                st.image(
                    channel_picture(channel.values, top),
                    width="stretch",
                    caption=_caption(channel),
                    alt=_describe(channel, stage),
                )


def _caption(channel: Channel) -> str:
    if channel.contribution is None:
        return str(channel.index)
    sign = "+" if channel.contribution >= 0 else "\u2212"
    return f"{channel.index}: **{sign}{number(abs(channel.contribution), 2)}**"


def _describe(channel: Channel, stage: str) -> str:
    values: dict[str, str | int] = {
        "index": channel.index,
        "stage": stage,
        "highest": number(float(channel.values.max()), 2),
    }
    return fill(_("Channel {index} of {stage}, highest activation {highest}"), values)


def channel_picture(values: npt.NDArray[np.float32], top: float) -> npt.NDArray[np.uint8]:
    """A channel in colour, each cell a square.

    Args:
        values: float32 `(h, w)`, activation, ≥ 0.
        top: Activation at the upper end of the scale.

    Returns:
        uint8 `(SIDE, SIDE, 3)`, RGB.
    """
    large = cv2.resize(values, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    share = np.clip(large / top, 0.0, 1.0)
    return np.asarray(cividis()[np.rint(255 * share).astype(np.intp)])
