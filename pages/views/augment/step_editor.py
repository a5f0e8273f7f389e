"""One step of the pipeline: on or off, its place, how often it happens, its ranges."""

from functools import partial

import streamlit as st

from model.augment.pipeline import Range
from model.augment.registry import TRANSFORMS
from model.augment.transform import Parameter
from pages.shared.i18n import _, fill
from pages.views.augment.steps import (
    Placed,
    change_step,
    move_step,
    remove_step,
    set_range,
    settings_key,
)
from pages.views.augment.transform_terms import transform_help
from pages.views.augment.values import (
    UNITS,
    is_stretched,
    plausible_text,
    step_text,
    value_text,
)


def draw_step(placed: Placed, index: int, count: int) -> None:
    """Draws a step.

    Args:
        placed: The step and its id.
        index: Its place, from 0.
        count: How many steps there are.
    """
    transform = TRANSFORMS[placed.step.transform]
    title = _(transform.title)
    with st.container(border=True, gap=None, key=f"playground_step_{placed.id}"):
        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            gap="xsmall",
            wrap=False,
        ):
            key = _key(placed, "on")
            st.session_state.setdefault(key, placed.step.on)
            st.toggle(
                f"{index + 1}. {title}",
                key=key,
                on_change=_set_on,
                args=(placed.id,),
                wrap=True,
                help=transform_help(placed.step.transform),
            )
            _draw_buttons(placed, title, index, count)
        with st.expander(
            step_text(placed.step),
            key=settings_key(placed.id),
            type="compact",
            icon=":material/flag:" if is_stretched(placed.step) else None,
            on_change="rerun",
        ) as settings:
            if settings.open:
                _draw_settings(placed)


def _draw_buttons(placed: Placed, title: str, index: int, count: int) -> None:
    with st.container(
        horizontal=True,
        gap="xxsmall",
        width="content",
        wrap=False,
        key=f"playground_order_{placed.id}",
    ):
        buttons = (
            ("up", "arrow_upward", _("Move {title} up"), move_step, (placed.id, -1), index == 0),
            (
                "down",
                "arrow_downward",
                _("Move {title} down"),
                move_step,
                (placed.id, 1),
                index == count - 1,
            ),
            ("remove", "close", _("Remove {title}"), remove_step, (placed.id,), False),
        )
        for name, icon, help_text, act, args, disabled in buttons:
            said = fill(help_text, {"title": title})
            st.button(
                said,
                icon=f":material/{icon}:",
                key=_key(placed, name),
                help=said,
                on_click=act,
                args=args,
                disabled=disabled,
                type="tertiary",
            )


def _draw_settings(placed: Placed) -> None:
    step = placed.step
    transform = TRANSFORMS[step.transform]
    key = _key(placed, "probability")
    st.session_state.setdefault(key, round(100 * step.probability))
    st.slider(
        _("How often it happens"),
        0,
        100,
        format="%d%%",
        key=key,
        on_change=_set_probability,
        args=(placed.id,),
    )
    for parameter in transform.parameters:
        _draw_range(placed, parameter)
    st.caption(_(transform.why))


def _draw_range(placed: Placed, parameter: Parameter) -> None:
    limits = placed.step.ranges[parameter.name]
    # A parameter may be called as a button is.
    key = _key(placed, f"range_{parameter.name}")
    change = partial(_set_range, placed.id, parameter)
    title = _(parameter.title)
    if parameter.choices:
        # Knows a range from its value alone, not from the state of the session.
        st.select_slider(
            title,
            range(len(parameter.choices)),
            (round(limits[0]), round(limits[1])),
            format_func=lambda one: value_text(parameter, one),
            key=key,
            on_change=change,
        )
    elif parameter.whole:
        st.session_state.setdefault(key, (round(limits[0]), round(limits[1])))
        st.slider(
            title,
            round(parameter.low),
            round(parameter.high),
            key=key,
            on_change=change,
            format=_format(parameter),
        )
    else:
        scale = 100 if parameter.unit == "%" else 1
        st.session_state.setdefault(key, (scale * limits[0], scale * limits[1]))
        st.slider(
            title,
            scale * parameter.low,
            scale * parameter.high,
            step=scale * 10.0**-parameter.digits,
            key=key,
            on_change=change,
            format=_format(parameter),
        )
    said = plausible_text(parameter)
    if said:
        st.caption(said)


def _format(parameter: Parameter) -> str:
    if parameter.unit == "%":
        return f"%.{max(0, parameter.digits - 2)}f%%"
    if parameter.unit == "×":
        return f"× %.{parameter.digits}f"
    number = "%d" if parameter.whole else f"%.{parameter.digits}f"
    unit = f" {_(UNITS[parameter.unit])}" if parameter.unit in UNITS else parameter.unit
    return number + unit


def _key(placed: Placed, name: str) -> str:
    return f"playground_{placed.id}_{name}"


def _set_on(step_id: int) -> None:
    change_step(step_id, on=st.session_state[f"playground_{step_id}_on"])


def _set_probability(step_id: int) -> None:
    change_step(step_id, probability=st.session_state[f"playground_{step_id}_probability"] / 100)


def _set_range(step_id: int, parameter: Parameter) -> None:
    low, high = st.session_state[f"playground_{step_id}_range_{parameter.name}"]
    set_range(step_id, parameter.name, _within(parameter, (float(low), float(high))))


def _within(parameter: Parameter, limits: Range) -> Range:
    """What a slider says as a range: shares from percent, rounded as it shows, within limits."""
    scale = 100 if parameter.unit == "%" else 1
    low, high = (
        min(parameter.high, max(parameter.low, round(end / scale, max(parameter.digits, 2))))
        for end in limits
    )
    return low, high
