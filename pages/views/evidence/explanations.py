"""What the explanations are worth: lungs, verdicts, and where the heat maps point."""

import streamlit as st

from model.classifier.artefacts import Manifest
from model.evaluation.selections import better_and_worse
from model.explain.methods import METHODS
from model.explain.randomise import LAYERS
from model.messages import N_
from pages.shared.i18n import _, count, fill, number, whole_percent
from pages.shared.terms import term_help
from pages.views.evidence.dots import Axis, Series, draw_dots
from pages.views.evidence.names import split_name
from pages.views.evidence.numbers import Figure, estimate, share, share_of
from pages.views.evidence.table import draw_table

_LUNGS = 0.95
"""Dice asked for on the held-out JSRT films before anything was trained."""

_WORDS = {
    "supported": N_("Supported"),
    "weak": N_("Weak"),
    "do-not-use": N_("Do not use"),
}

_SUBSETS = {"other": N_("Not trained on"), "train": N_("Trained on")}


def draw(manifest: Manifest) -> None:
    """Draws the section; a part that was not measured yet is left out.

    Args:
        manifest: Of the weights that serve.
    """
    part = manifest.explanation
    if "localisation" in part:
        st.subheader(
            _("Do heat maps find the disease?"),
            anchor="localisation",
            help=term_help("pointing-game"),
        )
        _draw_localisation(part["localisation"])
    if "verdict" in part:
        st.subheader(
            _("The verdict on the heat maps"), anchor="verdict", help=term_help("faithfulness")
        )
        _draw_verdict(part["verdict"])
        st.subheader(
            _("Maps that outlive the weights"), anchor="sanity", help=term_help("sanity-check")
        )
        _draw_sanity(part["verdict"]["sanity"], part["verdict"]["quantile"])
    if "dice" in part.get("lungs", {}):
        st.subheader(_("The lung finder"), anchor="lungs", help=term_help("segmentation"))
        _draw_lungs(part["lungs"])


def _draw_localisation(part: Figure) -> None:
    settings, cover = part["settings"], part["cover"]["all"]
    better, worse = better_and_worse(settings, "all", "over_lungs", "hit")
    said = (
        _("**No method does better than a map that only says “somewhere in the lungs”.**")
        if not better
        else fill(
            _("{better} of {all} methods do better than a map that only says where the lungs are."),
            {"better": len(better), "all": len(settings)},
        )
    )
    st.markdown(
        said
        + " "
        + fill(
            _(
                "On {films} films with ground glass or consolidation drawn by hand, pointing at "
                "the middle of the larger lung hits the disease in {lungs}; {worse} of {all} "
                "methods and layers do worse than that. {trained} of the films were trained on."
            ),
            {
                "films": sum(part["films"].values()),
                "lungs": share(cover["lungs"]["hit"]),
                "worse": len(worse),
                "all": len(settings),
                "trained": part["films"].get("train", 0),
            },
        )
    )
    last = [row for row in settings if row["stage"] in ("conv5", "")]
    draw_dots(
        [
            Series(
                _("Peak in the lesion"),
                {row["title"]: row["all"]["scores"]["hit"] for row in last},
            )
        ],
        Axis(_("Films whose peak lies in the lesion")),
        "evidence_localisation",
        _("Films whose peak lies in the lesion, by method"),
        (cover["lungs"]["hit"]["value"], _("the lungs alone")),
    )
    draw_table(
        [
            {
                _("Method"): row["title"],
                _("Peak in the lesion"): share(row["all"]["scores"]["hit"]),
                _("Against the lungs alone"): estimate(row["all"]["over_lungs"]["hit"], 2),
                _("Against random maps"): estimate(row["all"]["over_random"]["hit"], 2),
                **{_(title): share(row[name]["scores"]["hit"]) for name, title in _SUBSETS.items()},
            }
            for row in last
        ],
        _("Films whose peak lies in the lesion, by method"),
    )
    st.caption(
        _(
            "Last convolution. The differences are paired: method less baseline on the same film. "
            "An interval that leaves 0 out is a difference that chance alone seldom makes."
        )
    )


def _draw_verdict(part: Figure) -> None:
    held_out = part["random_networks"]["held_out"]
    st.markdown(
        fill(
            _(
                "Every map of the explorer is judged by four checks: whether its evidence lies in "
                "the lungs, whether it beats random maps, whether a second method agrees, and "
                "whether small changes of the picture leave it as it is. Maps of networks with "
                "random weights must not pass: {refused} of {maps} are “do not use”."
            ),
            {"refused": share(held_out["do-not-use"]), "maps": held_out["do-not-use"]["n"]},
        )
    )
    draw_table(
        [
            {
                _("Films"): name,
                **{_(title): share_of(own[word]) for word, title in _WORDS.items()},
            }
            for name, own in [
                *((split_name(s), part["shipped"][s]["all"]) for s in ("val", "test", "adult")),
                (_("Random weights"), held_out),
            ]
        ],
        _("Verdicts on the Grad-CAM of the class that the network answers"),
    )


def _draw_sanity(part: Figure, quantile: float) -> None:
    limit = part["unrelated"]["p95"]
    st.markdown(
        fill(
            _(
                "Weights are drawn anew from the top of the network down. A method whose maps then "
                "still resemble those of the trained network by more than {limit} (the SSIM that "
                "{share} of pairs of two films' maps stay below) shows the picture, not the "
                "network."
            ),
            {"limit": number(limit, 2), "share": whole_percent(quantile)},
        )
    )
    draw_table(
        [
            {
                _("Method"): METHODS[name].title,
                _("Head anew"): number(steps["logits"], 2),
                _("All weights anew"): number(steps[LAYERS[-1]], 2),
                _("Outlives the weights"): _("yes") if steps[LAYERS[-1]] > limit else _("no"),
            }
            for name, steps in part["similarity"].items()
        ],
        _("How much maps resemble those of the trained network when weights are drawn anew"),
    )


def _draw_lungs(part: Figure) -> None:
    jsrt = part["dice"]["jsrt"]["lungs"]
    reached = jsrt["mean"]["value"] >= _LUNGS
    st.markdown(
        fill(
            _(
                "A small U-Net finds the lungs for everything that is said of them. Dice on "
                "{films} hand-drawn films that it did not learn from: **{dice}**, worst {worst}. "
                "The goal was {goal}: {reached}. Two lungs are found on {found} test films."
            ),
            {
                "films": count(jsrt["mean"]["n"]),
                "dice": estimate(jsrt["mean"]),
                "worst": number(jsrt["worst"], 3),
                "goal": number(_LUNGS, 2),
                "reached": _("reached") if reached else _("not reached"),
                "found": share_of(part["found"]["test"]["all"]),
            },
        )
    )
