"""Before and after: one draw beside the film, what it did, and what the network says of both."""

from typing import Final

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from model.augment.pipeline import Recipe
from model.augment.registry import TRANSFORMS
from model.augment.transform import Image
from model.messages import N_
from pages.shared.charts.bars import slim_bars_html
from pages.shared.charts.frame import BLUE, VERMILION, lay_out, plot
from pages.shared.i18n import _, fill, percent, whole_percent
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import class_title
from pages.views.augment.choice import CHOICES
from pages.views.augment.flags import draw_flags
from pages.views.augment.grid import draw_grid, mark_text, refused_text
from pages.views.augment.partner import choose_other, label_sentence
from pages.views.augment.pictures import DIFFERENCE_TOP, difference, legend_html, wiped
from pages.views.augment.steps import pipeline_of
from pages.views.augment.trial import Version, after, before, many, recipe_for
from pages.views.augment.values import values_text

LOOK_TITLES: Final = {
    "side": N_("Side by side"),
    "wipe": N_("Wipe"),
    "difference": N_("Difference"),
}
DRAWS_SHOWN: Final = 12

# Of the histogram.
_BINS: Final = 64


def draw_compare(film: Study, partner: Study | None) -> None:
    """Draws the view.

    Args:
        film: The film in the loop.
        partner: The second film of a mixture.
    """
    choice, pipeline = CHOICES.current(), pipeline_of()
    recipe = recipe_for(pipeline, choice.seed, choice.draw)
    as_is = before(film)
    now = after(film, pipeline, choice.seed, choice.draw, partner)
    look = _choose_look()
    if look == "side":
        _draw_side_by_side(as_is, now)
    else:
        _draw_in_one(as_is, now, look)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_what_happened(film, partner, recipe, now)
    with right:
        _draw_greys(as_is, now)
    draw_flags(film, recipe, choice.seed, choice.draw)
    _draw_draws(film, partner)
    _draw_other(film, partner, recipe)


def _choose_look() -> str:
    with st.container(horizontal=True, vertical_alignment="center"):
        look: str = CHOICES.segment(
            "look", _("How to compare"), LOOK_TITLES, label_visibility="collapsed"
        )
        st.caption(
            _("Exactly what the network sees: 224 × 224 pixels."),
            help=term_help("data-preprocessing"),
        )
    return look


def _draw_side_by_side(as_is: Version, now: Version) -> None:
    for column, version, title in zip(
        st.columns(2, gap="medium"), (as_is, now), (_("Before"), _("After")), strict=True
    ):
        with column:
            st.image(version.viewed, width="stretch", alt=described(title, version))
            draw_answer(title, version, as_is)


def _draw_in_one(as_is: Version, now: Version, look: str) -> None:
    main, side = st.columns([3, 2], gap="medium")
    with main:
        if look == "wipe":
            place = st.empty()
            share = CHOICES.ask(
                st.slider,
                "wipe",
                _("Before on the left, after on the right"),
                0,
                100,
                format="%d%%",
            )
            place.image(
                wiped(as_is.image, now.image, share),
                width="stretch",
                alt=fill(
                    _("The film before the draw in the left {share}, after it in the rest"),
                    {"share": whole_percent(share / 100)},
                ),
            )
        else:
            st.image(
                difference(as_is.image, now.image),
                width="stretch",
                alt=_("What the draw made darker is blue, what it made brighter is orange"),
            )
            ends = {"top": whole_percent(DIFFERENCE_TOP)}
            st.html(
                legend_html(
                    fill(_("darker by {top} or more"), ends),
                    _("the same"),
                    fill(_("brighter by {top} or more"), ends),
                )
            )
    with side:
        for version, title in ((as_is, _("Before")), (now, _("After"))):
            draw_answer(title, version, as_is)


def draw_answer(title: str, version: Version, as_is: Version) -> None:
    """Draws a heading, whether the answer holds, and the four probabilities.

    Args:
        title: The heading.
        version: What is answered.
        as_is: The film before, whose answer it is compared with.
    """
    mark = mark_text(version.predicted, as_is.predicted, version.refused)
    if version is as_is:
        mark = refused_text() if version.refused else class_title(version.predicted)
    st.markdown(f"**{title}** · {mark}")
    st.html(slim_bars_html(version.probabilities))


def described(title: str, version: Version) -> str:
    """A picture in words, for who cannot see it.

    Args:
        title: What it is.
        version: The picture and its answer.
    """
    return fill(
        _("{title}: the film as the network sees it; {name}, {share}"),
        {
            "title": title,
            "name": class_title(version.predicted),
            "share": percent(version.probabilities[version.predicted]),
        },
    )


def _draw_greys(as_is: Version, now: Version) -> None:
    title = _("Greys before and after")
    st.markdown(f"**{title}**", help=term_help("histogram"))
    said = _("Spread of the greys. Mean grey before: {before}, after: {after}")
    means = {"before": as_is.image.mean(), "after": now.image.mean()}
    values = {name: whole_percent(float(mean)) for name, mean in means.items()}
    figure = _greys_figure(as_is.image, now.image)
    plot(figure, "playground_greys", fill(said, values), static=True)


def _greys_figure(before: Image, after: Image) -> go.Figure:
    """How the greys are spread before and after; the root of the counts, to show the rare ones."""
    figure = go.Figure()
    lines = ((before, _("Before"), BLUE, "solid"), (after, _("After"), VERMILION, "dash"))
    for image, title, colour, dash in lines:
        counts, edges = np.histogram(image, bins=_BINS, range=(0.0, 1.0))
        figure.add_scatter(
            x=(edges[:-1] + edges[1:]) / 2,
            y=np.sqrt(counts / counts.sum()),
            name=title,
            mode="lines",
            line={"color": colour, "dash": dash, "width": 2},
            hoverinfo="skip",
        )
    ticks = [0, 0.5, 1]
    words = [_("black"), _("middle grey"), _("white")]
    return lay_out(
        figure,
        190,
        xaxis={
            "range": [0, 1],
            "tickvals": ticks,
            "ticktext": words,
            "ticklabeloverflow": "allow",
            "showgrid": False,
        },
        yaxis={"visible": False, "rangemode": "tozero"},
        margin={"l": 24, "r": 24, "t": 28, "b": 8},
    )


def _draw_what_happened(film: Study, partner: Study | None, recipe: Recipe, now: Version) -> None:
    if not recipe:
        st.info(_("This draw does nothing: no step happened."), icon=":material/info:")
        return
    lines = []
    for one in recipe:
        values = values_text(one)
        title = f"**{_(TRANSFORMS[one.transform].title)}**"
        lines.append(f"1. {title} · {values}" if values else f"1. {title}")
    label = label_sentence(film, partner, now.share)
    if label:
        lines.append(f"\n:material/label: {label}")
    heading = fill(_("What draw {number} did"), {"number": CHOICES.current().draw})
    st.markdown(f"**{heading}**\n\n" + "\n".join(lines), help=term_help("label") if label else None)


def _draw_draws(film: Study, partner: Study | None) -> None:
    seed = CHOICES.current().seed
    st.subheader(
        fill(_("{count} draws of seed {seed}"), {"count": DRAWS_SHOWN, "seed": seed}),
        anchor=False,
        divider="gray",
    )
    spread = many(film, pipeline_of(), seed, DRAWS_SHOWN, partner)
    draw_grid(film, partner, spread, tuple(range(1, DRAWS_SHOWN + 1)))


def _draw_other(film: Study, partner: Study | None, recipe: Recipe) -> None:
    st.subheader(_("The same draw on another film"), anchor=False, divider="gray")
    other = choose_other(film)
    if other is None:
        return
    choice = CHOICES.current()
    as_is = before(other)
    now = after(other, pipeline_of(), choice.seed, choice.draw, partner)
    _draw_side_by_side(as_is, now)
    draw_flags(other, recipe, choice.seed, choice.draw)
