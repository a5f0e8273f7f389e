"""The verdict: whether each map on the page deserves belief, by four checks and one rule."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from model.errors import NegatoscopeError
from model.explain.agreement import AFFORDABLE
from model.explain.faithfulness import RANDOM_MAPS
from model.explain.heat_map import HeatMap
from model.explain.lungs import Lungs
from model.explain.methods import METHODS
from model.explain.network import Progress
from model.explain.verdict import (
    Check,
    CheckName,
    MapMeasures,
    Thresholds,
    Verdict,
    Word,
    fold,
    measure,
    thresholds_of,
)
from model.messages import N_
from pages.shared import engines
from pages.shared.i18n import _, fill, number, whole_percent
from pages.shared.notices import draw_error
from pages.shared.remembered import Key, lungs_of, store_of
from pages.shared.study import Study
from pages.shared.terms import draw_terms, term_help
from pages.views.gradcam.words import map_title
from pages.views.gradcam.work import worked_out

WORDS: dict[Word, tuple[str, str, str]] = {
    "supported": (N_("Supported"), ":material/check_circle:", "green"),
    "weak": (N_("Weak"), ":material/warning:", "orange"),
    "do-not-use": (N_("Do not use"), ":material/block:", "red"),
}

MEANINGS: dict[Word, str] = {
    "supported": N_(
        "The map points at what the network used, inside the lungs, and another method agrees. It "
        "still says nothing about whether the answer is right."
    ),
    "weak": N_("Something speaks for the map, but not everything. Do not rest an argument on it."),
    "do-not-use": N_("Do not show this map as an explanation."),
}

CHECKS: dict[CheckName, str] = {
    "lungs": N_("In the lungs"),
    "faithfulness": N_("Faithful"),
    "agreement": N_("Agreed on"),
    "stability": N_("Stable"),
}

CHECK_TERMS = ("segmentation", "faithfulness", "rank-correlation", "robustness")
"""A term for each check: a table has no tooltips."""

PLAIN: dict[CheckName, str] = {
    "lungs": N_("Evidence inside the lungs, over what an even spread would put there"),
    "faithfulness": N_(
        "Gain over random maps, as a share of the evidence: how much faster the logit goes when "
        "the map says what to blur first"
    ),
    "agreement": N_("Rank correlation with a method of another kind"),
    "stability": N_("Rank correlation under five changes that leave every finding in place"),
}


def measured_key(heat: HeatMap) -> Key:
    """What the numbers of a map are remembered under, beside its picture."""
    return ("measured", heat.method, heat.target, heat.stage)


def known_verdict(study: Study, heat: HeatMap) -> Verdict | None:
    """The verdict on a map if it was worked out, and if there are thresholds."""
    measured: MapMeasures | None = store_of(study).get((study.digest, *measured_key(heat)))
    thresholds = thresholds_of(engines.engine().manifest.explanation)
    return None if measured is None or thresholds is None else fold(measured, thresholds)


def draw_verdicts(study: Study, heats: list[HeatMap], narrow: bool) -> None:
    """Draws the verdict on each map, and the rule.

    Args:
        study: The radiograph.
        heats: The maps on the page.
        narrow: Whether a table of five columns is too wide.
    """
    lungs = lungs_of(study)
    explanation = engines.engine().manifest.explanation
    thresholds = thresholds_of(explanation)
    if lungs is None:
        st.info(_("This server has no lung finder, and without the lungs there is no verdict."))
        return
    for heat in heats:
        with st.container(border=True):
            measured = _measured(study, heat, lungs)
            if measured is not None:
                _draw_verdict(heat, measured, thresholds, narrow)
    _draw_rule(thresholds, explanation.get("verdict", {}))


def _measured(study: Study, heat: HeatMap, lungs: Lungs) -> MapMeasures | None:
    def make(progress: Progress) -> MapMeasures:
        return measure(heat, study.picture, engines.network(), lungs, progress=progress)

    saying = fill(_("Checking {title}"), {"title": map_title(METHODS[heat.method], heat.stage)})
    try:
        return worked_out(study, measured_key(heat), saying, make)
    except NegatoscopeError as error:
        draw_error(error)
        return None


def _draw_verdict(
    heat: HeatMap, measured: MapMeasures, thresholds: Thresholds | None, narrow: bool
) -> None:
    title = map_title(METHODS[heat.method], heat.stage)
    verdict = None if thresholds is None else fold(measured, thresholds)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{title}**", width="content", help=term_help(METHODS[heat.method].term))
        if verdict is not None:
            word, icon, colour = WORDS[verdict.word]
            st.badge(_(word), icon=icon, color=colour, help=term_help("faithfulness"))  # type: ignore[arg-type]
    if verdict is not None:
        st.markdown(_(MEANINGS[verdict.word]))
    if heat.is_empty:
        st.markdown(_("The map is empty: there is nothing to check."))
        return
    rows = [_row(check, measured) for check in _checks(measured, verdict)]
    if narrow:
        _draw_list(rows)
    else:
        st.table(
            rows,
            border="horizontal",
            hide_index=True,
            width="stretch",
            alt=fill(_("The four checks of the map of {title}"), {"title": title}),
        )
    draw_terms(CHECK_TERMS)
    _draw_faithfulness(measured)


def _draw_list(rows: list[dict[str, str]]) -> None:
    """The table for a narrow window: each row a paragraph."""
    for row in rows:
        name, value, threshold, result, meaning = row.values()
        limit = fill(_("must exceed {threshold}"), {"threshold": threshold})
        st.markdown(f"{name} · **{value}** · {limit} · {result}  \n{meaning}")


def _checks(measured: MapMeasures, verdict: Verdict | None) -> tuple[Check, ...]:
    if verdict is not None:
        return verdict.checks
    nothing = float("nan")
    return fold(measured, Thresholds(*[nothing] * 5)).checks


def _row(check: Check, measured: MapMeasures) -> dict[str, str]:
    unknown = check.threshold != check.threshold
    return {
        _("Check"): f"**{_(CHECKS[check.name])}**",
        _("Measured"): "–" if check.value is None else number(check.value, 2),
        _("Must exceed"): "–" if unknown else number(check.threshold, 2),
        _("Result"): "–" if unknown else _result(check),
        _("What it is"): _what(check, measured),
    }


def _result(check: Check) -> str:
    if check.passed is None:
        return ":material/help: " + _("not measured")
    if check.passed:
        return ":material/check: " + _("passed")
    return ":material/close: " + _("not passed")


def _what(check: Check, measured: MapMeasures) -> str:
    said = _(PLAIN[check.name])
    if check.name == "lungs":
        if measured.inside is None or measured.area is None:
            return _("The lungs were not found with confidence, so this was not measured.")
        values = {"inside": whole_percent(measured.inside), "area": whole_percent(measured.area)}
        shares = fill(_("{inside} in {area} of the picture"), values)
        return f"{said} ({shares})"
    if check.name == "agreement" and measured.agreement_with:
        return f"{said} ({METHODS[measured.agreement_with].title})"
    if check.name == "stability" and check.value is None:
        return fill(
            _("Not measured: five more maps by a method of over {passes} forward passes"),
            {"passes": AFFORDABLE},
        )
    return said


def _draw_faithfulness(measured: MapMeasures) -> None:
    found = measured.faithfulness
    if found is None:
        return
    template = _(
        "Deletion {deletion} (random maps {random_deletion}), insertion {insertion} (random maps "
        "{random_insertion}): mean logit while the picture is blurred, or shown, in the order of "
        "the map. Low deletion and high insertion are good. It beats {rank} of {count} random maps "
        "of equal smoothness. {passes} forward passes."
    )
    values: dict[str, str | int] = {
        "deletion": number(found.deletion, 2),
        "random_deletion": number(found.random_deletion, 2),
        "insertion": number(found.insertion, 2),
        "random_insertion": number(found.random_insertion, 2),
        "rank": whole_percent(found.rank),
        "count": RANDOM_MAPS,
        "passes": measured.passes,
    }
    st.caption(fill(template, values), help=term_help("deletion-and-insertion"))


def _draw_rule(thresholds: Thresholds | None, part: Mapping[str, Any]) -> None:
    st.markdown(_("**The rule**"))
    if thresholds is None:
        st.info(
            _(
                "The thresholds have not been measured yet, so there are numbers and no verdict: "
                "`python -m model evaluate --verdict` measures them."
            ),
            icon=":material/rule:",
        )
        return
    rule = _(
        "**Do not use**: there is no evidence, or no more than {lungs} times as much of it lies in "
        "the lungs as an even spread would put there, or its gain over random maps is no more than "
        "{faithfulness} of the evidence. **Supported**: all four checks pass, or all but stability "
        "where that takes too many forward passes. **Weak**: everything else, so also where the "
        "lungs were not found."
    )
    values = {
        "lungs": number(thresholds.lungs, 2),
        "faithfulness": number(thresholds.faithfulness, 2),
    }
    st.markdown(fill(rule, values))
    st.caption(_origin(part), help=term_help("threshold", term_help("validation-set")))


def _origin(part: Mapping[str, Any]) -> str:
    """How the thresholds were measured, and what the rule says of networks that know nothing."""
    said = fill(
        _(
            "The thresholds were measured on the val split. In the lungs and faithful: what "
            "{quantile} of the maps of networks with random weights stay below. Agreed on: what "
            "{quantile} of random maps stay below. Stable: what {quantile} of the maps of this "
            "network exceed."
        ),
        {"quantile": whole_percent(float(part["quantile"]))},
    )
    random = part["random_networks"]["held_out"]["do-not-use"]
    shipped = part["shipped"]["test"]["all"]["supported"]
    if random is None or shipped is None:
        return said
    rates = _(
        "Of {maps} maps of other random networks {refused} are “do not use”; of {films} maps of "
        "this network on the test split {supported} are “supported”."
    )
    values = {
        "maps": random["n"],
        "refused": whole_percent(random["value"]),
        "films": shipped["n"],
        "supported": whole_percent(shipped["value"]),
    }
    return f"{said} {fill(rates, values)}"
