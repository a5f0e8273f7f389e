"""The editor beside the picture: where to start, the seed, the steps, what to save and open."""

import streamlit as st

from model.augment.pipeline import MOST_STEPS, Pipeline
from model.augment.presets import PRESETS
from model.augment.registry import TRANSFORMS
from pages.shared.i18n import _, fill
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.views.augment.choice import CHOICES, MOST_SEED, NO_STEPS, UNREAD_KEY, preset_of
from pages.views.augment.files import (
    draw_open,
    draw_open_error,
    draw_picture_download,
    draw_pipeline_downloads,
)
from pages.views.augment.partner import choose_partner
from pages.views.augment.step_editor import draw_step
from pages.views.augment.steps import add_step, pipeline_of, placed_steps, put_pipeline
from pages.views.augment.transform_terms import transform_help
from pages.views.augment.trial import recipe_for
from pages.views.augment.values import option_text

NEW_KEY = "playground_new"

OWN = ""
"""What the list of presets says of a pipeline that is none of them."""


def draw_editor(film: Study) -> Study | None:
    """Draws the editor.

    Args:
        film: The film in the loop.

    Returns:
        The second film, where a step mixes two.
    """
    _choose_start()
    _choose_seed()
    if st.session_state.get(UNREAD_KEY):
        st.warning(
            _("The pipeline of this link cannot be read. It may have been cut short."),
            icon=":material/link_off:",
        )
    draw_open_error()
    steps = placed_steps()
    for index, placed in enumerate(steps):
        draw_step(placed, index, len(steps))
    if not steps:
        st.caption(_("No steps: every draw is the film as it is. Add one below."))
    _choose_new_step(len(steps))
    partner = choose_partner(film)
    with st.popover(_("Save or open"), icon=":material/save:", width="stretch"):
        draw_pipeline_downloads()
        choice = CHOICES.current()
        recipe = recipe_for(pipeline_of(), choice.seed, choice.draw)
        draw_picture_download(film, partner, recipe)
        draw_open()
    return partner


def _choose_start() -> None:
    pipeline = pipeline_of()
    named = NO_STEPS if not pipeline.steps else preset_of(pipeline)
    key = CHOICES.widget_key("start")
    if st.session_state.get(key) != named:
        st.session_state[key] = named
    options = [*PRESETS, NO_STEPS]
    st.selectbox(
        _("Pipeline"),
        options if named in options else [OWN, *options],
        format_func=_start_title,
        key=key,
        on_change=_start_from_widget,
        help=term_help("data-augmentation", _("Choosing one replaces the steps below.")),
    )
    if named in PRESETS:
        st.caption(_(PRESETS[named].note))


def _start_title(name: str) -> str:
    if name == NO_STEPS:
        return _("Empty")
    return _(PRESETS[name].title) if name in PRESETS else _("Your own")


def _start_from_widget() -> None:
    name = st.session_state[CHOICES.widget_key("start")]
    if name != OWN:
        put_pipeline(PRESETS[name].pipeline if name in PRESETS else Pipeline())
        CHOICES.tell(draw=1)
        st.session_state.pop(UNREAD_KEY, None)


def _choose_seed() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        CHOICES.ask(
            st.number_input,
            "seed",
            _("Seed"),
            0,
            MOST_SEED,
            step=1,
            help=term_help(
                "random-seed",
                _("The same seed gives the same draws, on every film and on every machine."),
            ),
        )
        st.button(
            _("Roll again"),
            icon=":material/casino:",
            key="playground_roll",
            on_click=_roll,
        )


def _roll() -> None:
    CHOICES.tell(seed=(CHOICES.current().seed + 1) % (MOST_SEED + 1), draw=1)


def _add() -> None:
    """Adds what the menu says now: a quick hand presses before the page has run with it."""
    add_step(st.session_state[NEW_KEY])


def _choose_new_step(count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("New step"),
            list(TRANSFORMS),
            format_func=option_text,
            key=NEW_KEY,
            disabled=count >= MOST_STEPS,
            help=transform_help(st.session_state.get(NEW_KEY, next(iter(TRANSFORMS)))),
        )
        st.button(
            _("Add"),
            icon=":material/add:",
            key="playground_add",
            on_click=_add,
            disabled=count >= MOST_STEPS,
        )
    if count >= MOST_STEPS:
        st.caption(fill(_("{count} steps are the most."), {"count": MOST_STEPS}))
