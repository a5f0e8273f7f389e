"""What the gate refuses and lets in: by kind, by label, by source, and by name."""

from typing import Any

import streamlit as st

from model.classifier.artefacts import Manifest
from model.evaluation.figures.gate import ASKED
from model.messages import N_
from pages.shared.i18n import _, fill, number, whole_percent
from pages.shared.terms import term_help
from pages.views.evidence.age import draw_age
from pages.views.evidence.dots import Axis, Series, draw_dots
from pages.views.evidence.names import label_name, source_name, split_name
from pages.views.evidence.numbers import NONE, Figure, per_cent, share, share_of
from pages.views.evidence.table import draw_table

FILMS = ("val", "test", "adult")

SOFTENED = "softened"
"""Altered films that are to be accepted: only as blurred as those that were cut."""

KINDS: dict[str, str] = {
    "natural_photo": N_("Photographs"),
    "brain_mri": N_("Brain MRI"),
    "knee_xray": N_("Knee radiographs"),
    "breast_ultrasound": N_("Breast ultrasound"),
    "ct": N_("CT slices"),
    "lateral": N_("Lateral views, new to the gate"),
    "lateral_learnt": N_("Lateral views that it learnt from"),
    "turned-clockwise": N_("Films turned by 90° clockwise"),
    "turned-counter-clockwise": N_("Films turned by 90° counter-clockwise"),
    "upside-down": N_("Films upside down"),
    "inverted": N_("Films inverted"),
    "cropped": N_("Films cut to a part"),
    "softened": N_("whole films, as blurred as the cut ones"),
}


def kind_name(kind: str) -> str:
    """What a kind of picture is called."""
    return _(KINDS[kind]) if kind in KINDS else kind.replace("_", " ")


def draw(manifest: Manifest) -> None:
    """Draws the section; what was not measured is left out.

    Args:
        manifest: Of the weights that serve.
    """
    figures = manifest.figures
    gate, record = figures["gate"], manifest.training.get("gate", {})
    st.markdown(
        _(
            "Before any answer, header, size, colour and the network's own features are judged. "
            "What is not accepted as a frontal chest radiograph gets a reason and no class."
        ),
        help=term_help("out-of-distribution"),
    )
    st.subheader(_("To be refused"), anchor="refused")
    _draw_refused(gate)
    st.subheader(_("Near misses, by name"), anchor="near-misses")
    _draw_near_misses(gate.get("let_through"), record.get("unseen_kinds", {}))
    _draw_header(figures.get("gate_dicom", {}))
    _draw_cost(figures.get("gate_cost"))
    st.subheader(_("To be accepted"), anchor="accepted")
    _draw_accepted(gate)
    if "age" in figures:
        st.subheader(_("Child or adult"), anchor="age", help=term_help("confounder"))
        draw_age(figures["age"], record.get("children_elsewhere", {}))


def _to_refuse(gate: Figure) -> dict[str, Figure]:
    """Kinds to be refused, and altered films of test, in the order of `KINDS`."""
    altered = gate.get("altered", {}).get("test", {})
    found = {**gate, **altered}
    return {kind: found[kind] for kind in KINDS if kind in found and kind != SOFTENED}


def _draw_refused(gate: Figure) -> None:
    kinds = _to_refuse(gate)
    draw_dots(
        [Series(_("Refused"), {kind_name(name): own["refused"] for name, own in kinds.items()})],
        Axis(_("Refused by the gate")),
        "evidence_gate",
        _("Pictures to be refused, and how many are"),
    )
    at = gate.get("at_95", {})
    draw_table(
        [
            {
                _("Pictures"): kind_name(name),
                _("Refused"): share_of(own["refused"]),
                _("Asked for"): whole_percent(ASKED[name]) if name in ASKED else NONE,
                _("At equal acceptance"): share(at.get("kinds", {}).get(name)),
                _("Right reason"): share(own.get("named")) if name in ASKED else NONE,
                _("Reasons"): _reasons(own),
            }
            for name, own in kinds.items()
        ],
        _("Pictures to be refused, and how many are"),
    )
    lines = [
        _(
            "What is not refused gets an answer that means nothing: the gate lowers that risk and "
            "does not end it."
        )
    ]
    if at:
        lines.append(
            fill(
                _(
                    "*At equal acceptance*: at the threshold that accepts {accepted} of the test "
                    "films, for which the goals were set; reported, not used."
                ),
                {"accepted": per_cent(1 - at["test"]["value"])},
            )
        )
    st.caption(" ".join(lines))


def _draw_near_misses(names: Any, unseen: Figure) -> None:
    if names is None:
        st.markdown(_("Not measured yet."))
        return
    if names:
        st.markdown(
            _("Pictures without a chest that were accepted, by their names in the archive:")
        )
        st.markdown(
            "\n".join(
                f"- {kind_name(kind)}: {', '.join(f'`{name}`' for name in own)}"
                for kind, own in names.items()
            )
        )
    else:
        st.markdown(_("None of the pictures without a chest that were tried was accepted."))
    if unseen:
        said = "; ".join(
            fill(
                _("{kind}: {refused} of {all}"),
                {"kind": kind_name(kind), "refused": own["refused"], "all": own["n"]},
            )
            for kind, own in unseen.items()
        )
        st.markdown(
            fill(
                _(
                    "A gate that never saw a kind refuses fewer of it. Fitted again without each "
                    "kind, then shown it, it refused: {said}."
                ),
                {"said": said},
            )
        )


def _draw_header(disguised: Figure) -> None:
    if disguised:
        said = "; ".join(
            fill(
                _("{kind}: {refused} of {all}"),
                {"kind": modality, "refused": own["refused"], "all": own["n"]},
            )
            for modality, own in disguised.items()
        )
        st.markdown(
            fill(
                _(
                    "Chest films in DICOM files whose header says another modality, refused for "
                    "that: {said}."
                ),
                {"said": said},
            )
        )


def _draw_cost(cost: Figure | None) -> None:
    if cost is not None:
        st.markdown(
            fill(
                _(
                    "The gate adds {added} to the time of the forward pass: {gate} ms beside "
                    "{forward} ms, in the median, on the machine that measured it."
                ),
                {
                    "added": per_cent(cost["added"]),
                    "gate": number(cost["gate_ms"], 2),
                    "forward": number(cost["forward_ms"], 2),
                },
            )
        )


def _draw_accepted(gate: Figure) -> None:
    rows = []
    for split in FILMS:
        rows.append((f"**{split_name(split)}**", gate[split]))
        for column, said in (("by_label", label_name), ("by_source", source_name)):
            rows += [
                (f"{split_name(split)} · {said(name)}", own)
                for name, own in gate[split][column].items()
            ]
    rows += [
        (f"{split_name(split)} · {kind_name(SOFTENED)}", kinds[SOFTENED])
        for split, kinds in gate.get("altered", {}).items()
        if SOFTENED in kinds
    ]
    draw_table(
        [
            {
                _("Films"): name,
                _("Refused"): share_of(own["refused"]),
                _("Reasons"): _reasons(own),
            }
            for name, own in rows
        ],
        _("Films to be accepted, and how many are refused"),
    )


def _reasons(own: Figure) -> str:
    return ", ".join(f"`{code}` {n}" for code, n in own.get("reasons", {}).items())
