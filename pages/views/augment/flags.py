"""What speaks against a draw, in words: values no film shows, a changed label, lungs cut off."""

import streamlit as st

from model.augment.concerns import Concern, LungsCut, concerns, lungs_cut
from model.augment.pipeline import Recipe
from model.augment.shorthand import to_line
from model.augment.transform import Transform
from pages.shared.i18n import _, fill, whole_percent
from pages.shared.remembered import lungs_of, remembered
from pages.shared.study import Study
from pages.views.augment.steps import pipeline_of
from pages.views.augment.values import range_text, value_text


def draw_flags(film: Study, recipe: Recipe, seed: int, draw: int) -> None:
    """Says what speaks against a draw, each with its reason, or that nothing does."""
    lines = concern_lines(concerns(recipe))
    cut = _lungs_cut(film, recipe, seed, draw)
    if cut is not None:
        lines += _cut_lines(cut)
    if lines:
        st.warning(
            "\n".join(f"- {line}" for line in lines),
            title=_("What speaks against this draw"),
            icon=":material/flag:",
        )
    elif recipe and cut is not None:
        st.success(
            _("Nothing speaks against this draw: a real film of this patient could look like it."),
            icon=":material/check:",
        )
    if cut is None and recipe:
        st.caption(
            _("Whether the lungs stay whole was not measured: they were not found with confidence.")
        )


def concern_lines(found: tuple[Concern, ...]) -> list[str]:
    """The concerns as lines of Markdown, one for each transform."""
    by_transform: dict[int, list[Concern]] = {}
    for concern in found:
        by_transform.setdefault(concern.step, []).append(concern)
    return [_line(group[0].transform, group) for group in by_transform.values()]


def _line(transform: Transform, group: list[Concern]) -> str:
    parts = [
        fill(
            _("{name} {value}; real films show {range}."),
            {
                "name": _(concern.parameter.title),
                "value": value_text(concern.parameter, concern.value),
                "range": range_text(concern.parameter, concern.parameter.plausible),
            },
        )
        for concern in group
        if concern.parameter is not None
    ]
    if any(concern.parameter is None for concern in group):
        parts.insert(0, _("The label no longer holds."))
    return " ".join([f"**{_(transform.title)}**:", *parts, _(transform.why)])


def _lungs_cut(film: Study, recipe: Recipe, seed: int, draw: int) -> LungsCut | None:
    """What of the lungs is lost; None where they were not found with confidence."""
    lungs = lungs_of(film)
    if lungs is None or not lungs.confident:
        return None
    return remembered(
        film,
        ("playground", "cut", to_line(pipeline_of()), seed, draw),
        lambda: lungs_cut(recipe, (lungs.left, lungs.right)),
    )


def _cut_lines(cut: LungsCut) -> list[str]:
    if not cut.apices and not cut.bases:
        return []
    if cut.apices and cut.bases:
        what = _("Apices and costophrenic angles are cut off.")
    elif cut.apices:
        what = _("An apex is cut off.")
    else:
        what = _("A costophrenic angle is cut off.")
    lost = fill(
        _("{share} of the lungs has left the picture, by the lung finder's outline."),
        {"share": whole_percent(cut.lost)},
    )
    why = _("What the label names may have been there.")
    title = _("Lungs")
    return [f"**{title}**: {what} {lost} {why}"]
