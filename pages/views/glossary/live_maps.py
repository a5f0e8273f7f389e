"""Live figures on feature maps: convolution step by step, ReLU, pooling under a shift."""

from typing import Final

import numpy as np
import streamlit as st

from model.glossary.figures import (
    KERNELS,
    Image,
    Window,
    change,
    convolved,
    pooled,
    rectified,
    shifted,
    window_at,
)
from model.messages import N_
from pages.shared.charts.frame import plot
from pages.shared.i18n import _, fill, number, whole_percent
from pages.shared.terms import term_help
from pages.views.glossary.card import bold
from pages.views.glossary.chart import cells, signed_number, slide, small_film

KERNEL_TITLES: Final = {
    "edge-x": N_("Edges, left to right"),
    "edge-y": N_("Edges, top to bottom"),
    "blur": N_("Blur"),
    "sharpen": N_("Sharpen"),
}
SIGNED: Final = ("edge-x", "edge-y")

MOST_SHIFT: Final = 3


def _choose_kernel(place: str) -> str:
    name = st.segmented_control(
        _("Kernel"),
        list(KERNELS),
        default="edge-x",
        required=True,
        format_func=lambda name: _(KERNEL_TITLES[name]),
        key=f"glossary_kernel_{place}",
        help=term_help("kernel"),
        persist_state="session",
    )
    return name or "edge-x"


def _top(values: Image) -> float:
    return float(np.abs(values).max())


def draw_convolution() -> None:
    """A kernel that moves over a radiograph, one place at a time."""
    st.markdown(
        _(
            "A kernel is nine weights. It lies on nine pixels, each pixel is multiplied by its "
            "weight, and the sum of the products is **one** value of the feature map. Then it "
            "moves on by one pixel. A network learns the weights; these were made by people."
        )
    )
    name = _choose_kernel("convolution")
    picture, kernel = small_film(), KERNELS[name]
    result = convolved(picture, kernel)
    steps = result.size
    step = slide("step", fill(_("Step, of {steps}"), {"steps": steps}), 1, steps, min(steps, 333))
    window = window_at(picture, kernel, step - 1)
    so_far = result.copy()
    so_far.ravel()[step:] = np.nan
    left, middle, right = st.columns([5, 6, 5], gap="medium")
    values: dict[str, str | int | float] = {
        "row": window.row + 1,
        "column": window.column + 1,
        "kernel": _(KERNEL_TITLES[name]),
        "sum": signed_number(window.total, 2),
        "step": step,
        "steps": steps,
    }
    with left:
        st.markdown(bold(_("The film, 28 × 28 pixels")))
        said = _(
            "A chest radiograph of 28 × 28 pixels; the kernel covers nine of them, the "
            "upper left one in row {row} and column {column}."
        )
        figure = cells(picture, 1.0, signed=False, frame=(window.row, window.column, 3))
        plot(figure, "glossary_convolution_film", fill(said, values))
    with middle:
        st.markdown(bold(_("Pixel × weight = product")))
        _draw_products(window, kernel)
        st.markdown(fill(_("Sum of the nine products: **{sum}**"), values))
    with right:
        st.markdown(bold(_("The feature map so far")))
        said = _(
            "The feature map of the kernel “{kernel}” after {step} of {steps} values; the "
            "last value is {sum}."
        )
        place = (window.row, window.column, 1)
        figure = cells(so_far, _top(result), signed=name in SIGNED, frame=place)
        plot(figure, "glossary_convolution_map", fill(said, values))
    _draw_scale(signed=name in SIGNED)


def _draw_products(window: Window, kernel: Image) -> None:
    rows = [
        {
            str(column + 1): fill(
                "{value} × {weight} = **{product}**",
                {
                    "value": number(window.values[row, column], 2),
                    "weight": signed_number(kernel[row, column], 2),
                    "product": signed_number(window.products[row, column], 2),
                },
            )
            for column in range(3)
        }
        for row in range(3)
    ]
    st.table(
        rows,
        hide_index=True,
        hide_header=True,
        alt=_("The nine pixels under the kernel, their weights and the products"),
    )


def _draw_scale(*, signed: bool) -> None:
    if signed:
        st.caption(
            _(
                "Feature map: vermilion where it gets brighter in the direction of the kernel, "
                "blue where it gets darker, white where nothing changes."
            )
        )
    else:
        st.caption(_("Feature map: from black for 0 to white for its highest value."))


def draw_relu() -> None:
    """A feature map before and after ReLU."""
    st.markdown(
        _(
            "ReLU lets through what is positive and makes zero of the rest. Without something so "
            "crooked between them, a hundred layers would be worth no more than one."
        )
    )
    name = _choose_kernel("relu")
    about = term_help(
        "parameter", _("A learnt number: the lower it is, the more it takes for a value to pass.")
    )
    bias = slide("bias", _("Bias, added before"), -1.0, 1.0, 0.0, step=0.05, help=about)
    before = convolved(small_film(), KERNELS[name]) + bias
    after = rectified(before)
    zeroed = int((before < 0).sum())
    values: dict[str, str | int] = {
        "count": zeroed,
        "all": before.size,
        "share": whole_percent(zeroed / before.size),
    }
    said = fill(_("{count} of {all} values were negative and are now 0: {share}."), values)
    top = max(_top(before), 1e-9)
    _draw_pair(
        (_("Before"), before, _("A feature map before ReLU: blue is negative.")),
        (_("After"), after, _("The same feature map after ReLU.") + " " + said),
        top,
        "relu",
    )
    st.markdown(said)


def _draw_pair(
    first: tuple[str, Image, str], second: tuple[str, Image, str], top: float, place: str
) -> None:
    for column, (title, values, alt) in zip(
        st.columns(2, gap="medium"), (first, second), strict=True
    ):
        with column:
            st.markdown(f"**{title}**")
            plot(cells(values, top, signed=True), f"glossary_{place}_{title}", alt)


def draw_pooling() -> None:
    """What a small shift of the film does to a feature map, pooled and not pooled."""
    st.markdown(
        _(
            "Pooling keeps one value of four: the largest, or their mean. It makes a map smaller, "
            "and it makes it care less where exactly an edge lies. Shift the film and see how much "
            "of each map changes."
        )
    )
    shift = slide("shift", _("Shift of the film to the right, in pixels"), 0, MOST_SHIFT, 1)
    before = rectified(convolved(small_film(), KERNELS["edge-x"]))
    after = rectified(convolved(shifted(small_film(), shift), KERNELS["edge-x"]))
    maps = (
        (_("Not pooled, 26 × 26"), before, after),
        (_("Largest of four, 13 × 13"), pooled(before, "max"), pooled(after, "max")),
        (_("Mean of four, 13 × 13"), pooled(before, "average"), pooled(after, "average")),
    )
    for order, (column, (title, old, new)) in enumerate(
        zip(st.columns(3, gap="medium"), maps, strict=True)
    ):
        changed = whole_percent(change(old, new))
        with column:
            st.markdown(f"**{title}**")
            said = _("Edges on the shifted film. {title}: {changed} has changed.")
            values = {"title": title, "changed": changed}
            figure = cells(new, _top(old), signed=True)
            plot(figure, f"glossary_pooling_{order}", fill(said, values))
            st.markdown(fill(_("Changed: **{changed}**"), values))
    mean = change(before.mean(keepdims=True), after.mean(keepdims=True))
    st.markdown(
        fill(
            _(
                "The mean of the whole map, global average pooling, which the network of this app "
                "ends with: **{changed}** changed."
            ),
            {"changed": whole_percent(mean)},
        )
    )
    st.caption(
        _(
            "Changed: the sum of all differences over the sum of all values before the shift. It "
            "can exceed 100%, as an edge leaves one place and arrives at another."
        )
    )
