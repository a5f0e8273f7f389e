"""The shortcut lab: the same film in six disguises, and whether the answer holds."""

from collections.abc import Mapping

import streamlit as st

from model.explain.shortcuts import (
    AS_IS,
    DESCRIPTIONS,
    TITLES,
    VARIANTS,
    ShortcutAnswer,
    changed,
    left_out,
    run_shortcuts,
    survival,
)
from pages.shared import engines
from pages.shared.charts.bars import slim_bars_html
from pages.shared.i18n import _, fill, ngettext, percent, whole_percent
from pages.shared.remembered import lungs_of, remembered
from pages.shared.study import Study
from pages.shared.terms import draw_terms
from pages.shared.wording import class_title

# Of a column, in CSS pixels: two on a phone, all six on a desk.
COLUMN = 150


def draw_shortcuts(study: Study) -> None:
    """Draws the variants with their probabilities, and the figure of the test split beside them.

    Args:
        study: The radiograph.
    """
    answers = shortcut_answers(study)
    missing = left_out(lungs_of(study))
    _draw_summary(answers)
    with st.grid(len(VARIANTS), min_column_width=COLUMN, gap="small", key="shortcuts") as grid:
        for name in VARIANTS:
            with grid.cell():
                if name in answers:
                    draw_variant(name, answers)
                else:
                    st.markdown(f"**{_(TITLES[name])}**")
                    st.caption(_(missing[name]))
    _draw_survival()
    draw_terms(("counterfactual-explanation", "test-set", "confidence-interval"))


def shortcut_answers(study: Study) -> Mapping[str, ShortcutAnswer]:
    """What the network says of every variant; worked out once for a picture.

    Args:
        study: The radiograph.
    """
    lungs = lungs_of(study)
    engine = engines.engine()
    with st.spinner(_("Asking the network about every variant")):
        return remembered(
            study, ("shortcuts",), lambda: run_shortcuts(study.picture, lungs, engine)
        )


def _draw_summary(answers: Mapping[str, ShortcutAnswer]) -> None:
    others = changed(answers)
    if not others:
        st.success(
            _(
                "No variant changes the answer. Look at the numbers too, and remember that an "
                "answer that stays without the lungs does not need them."
            ),
            icon=":material/check:",
        )
        return
    template = ngettext(
        "{count} of {all} variants changes the answer: {names}.",
        "{count} of {all} variants change the answer: {names}.",
        len(others),
    )
    names = ", ".join(_(TITLES[name]).lower() for name in others)
    st.warning(
        fill(template, {"count": len(others), "all": len(answers) - 1, "names": names}),
        icon=":material/swap_horiz:",
    )


def draw_variant(name: str, answers: Mapping[str, ShortcutAnswer]) -> None:
    """Draws one variant with its probabilities, and whether it keeps the answer.

    Args:
        name: One of `VARIANTS` that is among the answers.
        answers: See `shortcut_answers`.
    """
    answer = answers[name]
    title = _(TITLES[name])
    st.image(
        answer.picture,
        width="stretch",
        alt=fill(
            _("The picture, variant “{title}”: {name}, {share}"),
            {
                "title": title,
                "name": class_title(answer.predicted),
                "share": percent(answer.probabilities[answer.predicted]),
            },
        ),
    )
    st.markdown(f"**{title}**", help=_(DESCRIPTIONS[name]))
    if name == AS_IS:
        st.caption(f":material/check: {class_title(answer.predicted)}")
    elif answer.predicted == answers[AS_IS].predicted:
        st.caption(":material/check: " + _("The answer stays"))
    else:
        said = fill(_("**Changes** to {name}"), {"name": class_title(answer.predicted)})
        st.caption(f":material/swap_horiz: {said}")
    st.html(slim_bars_html(answer.probabilities))


def _draw_survival() -> None:
    """The published figure, which says more than one case can."""
    measured = survival(engines.engine().manifest)
    if measured is None:
        st.info(
            _(
                "How many films of the test split keep their class without the lungs has not been "
                "measured yet: `python -m model evaluate --shortcuts` measures it."
            ),
            icon=":material/fact_check:",
        )
        return
    share = whole_percent(measured.share)
    if measured.low is not None and measured.high is not None:
        share = fill(
            _("{share} ({level} interval {low} to {high})"),
            {
                "share": share,
                "level": whole_percent(0.95),
                "low": whole_percent(measured.low),
                "high": whole_percent(measured.high),
            },
        )
    st.info(
        fill(
            _(
                "One film proves little. Of {films} films of the test split, {share} keep their "
                "class with the lungs blotted out; a plain grey picture would keep {by_fill}. What "
                "exceeds that is read from outside the lungs, or from their outline."
            ),
            {
                "films": measured.films,
                "share": share,
                "by_fill": whole_percent(measured.by_fill),
            },
        ),
        icon=":material/fact_check:",
    )
