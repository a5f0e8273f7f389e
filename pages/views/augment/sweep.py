"""One parameter from end to end: the probabilities, where they flip, the picture at the slider."""

import math

import streamlit as st

from model.augment.pipeline import Range
from model.augment.registry import TRANSFORMS
from model.augment.sweep import Sweep
from model.augment.transform import Parameter, Transform, Values
from pages.shared.charts.frame import plot
from pages.shared.i18n import _, fill, ngettext
from pages.shared.study import Study
from pages.shared.terms import term_help
from pages.shared.wording import class_name
from pages.views.augment.choice import CHOICES
from pages.views.augment.compare import described, draw_answer
from pages.views.augment.steps import pipeline_of
from pages.views.augment.sweep_figure import sweep_figure
from pages.views.augment.transform_terms import transform_help
from pages.views.augment.trial import (
    Version,
    before,
    by_class,
    changed,
    picture_at,
    swept,
)
from pages.views.augment.values import (
    option_text,
    plausible_text,
    range_text,
    value_text,
)


def draw_sweep(film: Study) -> None:
    """Draws the view.

    Args:
        film: The film in the loop.
    """
    left, right = st.columns(2, gap="medium")
    with left:
        transform = _choose_transform()
    if transform.mix is not None:
        st.info(
            _(
                "A mixture of two films has no sweep: what the label becomes depends on the other "
                "film. See it before and after."
            ),
            icon=":material/info:",
        )
        return
    if not transform.parameters:
        _draw_without_parameter(film, transform)
        return
    with right:
        parameter = _choose_parameter(transform)
    _draw_swept(film, transform, parameter)


def _choose_transform() -> Transform:
    names = [*(step.transform for step in pipeline_of().steps), *TRANSFORMS]
    start = next(name for name in names if _can_be_swept(TRANSFORMS[name]))
    shown = st.session_state.get(CHOICES.widget_key("transform")) or CHOICES.current().transform
    name = CHOICES.pick(
        st.selectbox,
        "transform",
        _("Transform"),
        TRANSFORMS,
        start,
        format_func=option_text,
        help=transform_help(shown or start),
    )
    return TRANSFORMS[name]


def _can_be_swept(transform: Transform) -> bool:
    return transform.mix is None and bool(transform.parameters)


def _choose_parameter(transform: Transform) -> Parameter:
    names = [one.name for one in transform.parameters]
    name = CHOICES.pick(
        st.selectbox,
        "parameter",
        _("Parameter"),
        names,
        names[0],
        format_func=lambda one: _(transform.parameter(one).title),
    )
    return transform.parameter(name)


def middle_values(transform: Transform) -> dict[str, float]:
    """The middle of each parameter's range: of the first such step, or of a new one.

    Args:
        transform: The transform.
    """
    steps = (step for step in pipeline_of().steps if step.transform == transform.name)
    step = next(steps, None)
    return {
        one.name: _middle(one, one.start if step is None else step.ranges[one.name])
        for one in transform.parameters
    }


def _middle(parameter: Parameter, limits: Range) -> float:
    low, high = limits
    middle = math.sqrt(low * high) if parameter.even_in == "logarithm" else (low + high) / 2
    return float(round(middle)) if parameter.whole else round(middle, 6)


def _draw_swept(film: Study, transform: Transform, parameter: Parameter) -> None:
    middles = middle_values(transform)
    others = {name: value for name, value in middles.items() if name != parameter.name}
    seed = CHOICES.current().seed
    with st.spinner(_("Asking the network about every value")):
        sweep = swept(film, transform, parameter.name, others, seed)
    said = sweep_in_words(sweep, parameter)
    place = st.container()
    index = _choose_value(sweep, parameter)
    value = float(sweep.values[index])
    with place:
        figure = sweep_figure(sweep, parameter, value)
        plot(figure, "playground_sweep", said, static=True)
    _draw_at(film, transform, parameter, {**others, parameter.name: value}, sweep, index)
    st.markdown(said, help=term_help("robustness"))
    if others:
        rest = " · ".join(
            f"{_(one.title)} {value_text(one, others[one.name])}"
            for one in transform.parameters
            if one.name in others
        )
        st.caption(fill(_("The rest stays at the middle of its range: {values}"), {"values": rest}))
    st.caption(_(transform.why))


def _choose_value(sweep: Sweep, parameter: Parameter) -> int:
    last = len(sweep.values) - 1
    if CHOICES.current().at > last:
        CHOICES.tell(at=last)
    index: int = CHOICES.pick(
        st.select_slider,
        "at",
        _(parameter.title),
        range(last + 1),
        format_func=lambda one: value_text(parameter, float(sweep.values[one])),
    )
    return index


def _draw_at(
    film: Study,
    transform: Transform,
    parameter: Parameter,
    values: Values,
    sweep: Sweep,
    index: int,
) -> None:
    """The picture at the slider with its answer; nothing is asked anew."""
    probabilities = by_class(sweep.answers.probabilities[index])
    version = Version(
        picture_at(film, transform, values, CHOICES.current().seed),
        probabilities,
        sweep.answers.predicted[index],
        bool(sweep.answers.refused[index]),
    )
    title = f"{_(parameter.title)} {value_text(parameter, values[parameter.name])}"
    _draw_beside(film, version, title)


def _draw_without_parameter(film: Study, transform: Transform) -> None:
    st.info(
        _("This transform has no parameter to sweep: it happens or it does not."),
        icon=":material/info:",
    )
    _draw_beside(film, changed(film, transform, {}, CHOICES.current().seed), _(transform.title))
    st.caption(_(transform.why))


def _draw_beside(film: Study, version: Version, title: str) -> None:
    as_is = before(film)
    main, side = st.columns([3, 2], gap="medium")
    with main:
        st.image(version.viewed, width="stretch", alt=described(title, version))
    with side:
        draw_answer(title, version, as_is)
        draw_answer(_("The film as it is"), as_is, as_is)


def sweep_in_words(sweep: Sweep, parameter: Parameter) -> str:
    """What the chart shows, as plain text.

    Args:
        sweep: What was swept.
        parameter: The parameter.
    """
    names = sweep.answers.predicted
    said = [plausible_text(parameter)]
    if sweep.flips:
        places = "; ".join(
            f"{value_text(parameter, place)} → {class_name(new)}"
            for place, _old, new in sweep.flips
        )
        template = ngettext(
            "The answer begins as {name} and flips {count} time: {places}.",
            "The answer begins as {name} and flips {count} times: {places}.",
            len(sweep.flips),
        )
        values: dict[str, str | int | float] = {
            "name": class_name(names[0]),
            "count": len(sweep.flips),
            "places": places,
        }
        said.append(fill(template, values))
    else:
        name = class_name(names[0])
        said.append(fill(_("The answer stays the same from end to end: {name}."), {"name": name}))
    if sweep.refusals:
        ranges = "; ".join(range_text(parameter, stretch) for stretch in sweep.refusals)
        said.append(fill(_("The gate refuses: {range}."), {"range": ranges}))
    return " ".join(part for part in said if part)
