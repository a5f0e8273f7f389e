"""The card's section on the gate: what it lets in, what it refuses, what it takes for a child."""

from collections.abc import Iterable, Mapping
from typing import Any

from model.classifier.artefacts import Manifest
from model.evaluation.card.text import name_of, percent, section, table
from model.evaluation.figures.gate import ASKED
from model.training.gate_fit import ACCEPTANCE

Figures = Mapping[str, Any]

FILM_SPLITS = ("val", "test", "adult")

_NAMES = {
    "lateral": "Lateral chest views that the gate did not learn from",
    "lateral_learnt": "Lateral chest views that the gate learnt from",
    "natural_photo": "Photographs",
    "knee_xray": "Knee radiographs",
    "brain_mri": "Brain MRI",
    "breast_ultrasound": "Breast ultrasound",
    "ct": "CT slices",
    "turned-clockwise": "Turned by 90° clockwise",
    "turned-counter-clockwise": "Turned by 90° counter-clockwise",
    "upside-down": "Upside down",
    "inverted": "Inverted",
    "cropped": "Cut: one lung, or a window of 35 to 60 % of each side",
    "softened": "Whole, as blurred as those that are cut: to be accepted",
}


def gate_section(manifest: Manifest) -> str:
    """How often films are let through, and how often other pictures are refused."""
    figures = manifest.figures
    limits = ", ".join(f"{name} {value:.4g}" for name, value in sorted(manifest.gate.items()))
    return section(
        "Gate",
        "Before any answer, header, size and colour are judged, and on the network's own features "
        "the distance from the films of train and, by linear heads, what the picture is instead of "
        f"a whole, upright, frontal chest film. Thresholds: {limits}. Val alone sets those of the "
        f"features: the whole gate accepts {100 * ACCEPTANCE:.0f} % of it.",
        _accepted(figures["gate"]),
        _refused(figures["gate"]),
        _asked(figures["gate"]),
        _near_misses(figures["gate"]),
        _unseen(manifest.training.get("gate", {})),
        _header(figures.get("gate_dicom", {})),
        _age(figures.get("age", {}), manifest.training.get("gate", {})),
        _cost(figures.get("gate_cost", {})),
    )


def picture_name(name: str) -> str:
    """What a kind of picture to be refused is called in the card."""
    return _NAMES.get(name, name_of(name))


def _accepted(gate: Figures) -> str:
    rows = []
    for split in FILM_SPLITS:
        rows.append([f"**{split}**", percent(gate[split]["refused"]), _reasons(gate[split])])
        for column in ("by_label", "by_source"):
            for name, own in gate[split][column].items():
                shown = name_of(name) if column == "by_label" else f"`{name}`"
                rows.append([f"{split}, {shown}", percent(own["refused"]), _reasons(own)])
    return section("To be accepted", table(["Films", "Refused", "Reasons"], rows), level=3)


def _refused(gate: Figures) -> str:
    others = [
        (picture_name(name), own)
        for name, own in gate.items()
        if name not in FILM_SPLITS and "refused" in own
    ]
    others += [
        (f"{picture_name(name)}, of those that the gate learnt from", own)
        for name, own in gate["learnt"].items()
    ]
    altered = [
        [
            f"{split}, {picture_name(name)}",
            percent(own["refused"]),
            percent(own["named"]) if name in ASKED else "",
            _reasons(own),
        ]
        for split, kinds in gate["altered"].items()
        for name, own in kinds.items()
    ]
    return section(
        "To be refused",
        table(
            ["Pictures", "Refused", "Refused by the features alone", "Reasons"],
            [
                [
                    name,
                    percent(own["refused"]),
                    percent(own["refused_by_features"]),
                    _reasons(own),
                ]
                for name, own in others
            ],
        ),
        "*By the features alone* is what happens to a grey copy without a header. What is not "
        "refused here gets an answer that means nothing: the gate lowers that risk and does "
        "not end it.",
        "Films of test and adult, altered:",
        table(["Films", "Refused", "For the right reason", "Reasons"], altered),
        level=3,
    )


def _asked(gate: Figures) -> str:
    at = gate["at_95"]
    rows = [
        [
            picture_name(kind),
            f"at least {100 * asked:.0f} %",
            percent(at["kinds"][kind]),
            percent(_shipped(gate, kind)["refused"]),
            "reached" if at["kinds"][kind]["value"] >= asked else "**not reached**",
        ]
        for kind, asked in ASKED.items()
        if kind in at["kinds"]
    ]
    return section(
        "Asked for and reached",
        "What was asked for holds where exactly 95 % of test are accepted: the threshold for views "
        f"would be {at['view']} there. It is reported so that gates can be compared; the one that "
        "ships was set on val and accepts more.",
        table(["Pictures", "Asked for", "At 95 % of test", "As it ships", ""], rows),
        level=3,
    )


def _shipped(gate: Figures, kind: str) -> Figures:
    altered: Figures = gate["altered"].get("test", {})
    found: Figures = gate[kind] if kind in gate else altered[kind]
    return found


def _near_misses(gate: Figures) -> str:
    missed = [
        f"- {picture_name(kind)}: {', '.join(f'`{name}`' for name in names)}"
        for kind, names in gate["let_through"].items()
    ]
    return section(
        "Let through",
        "Pictures without a chest that were accepted, by their names in `not_chest.zip`:\n\n"
        + ("\n".join(missed) if missed else "None."),
        level=3,
    )


def _unseen(record: Figures) -> str:
    unseen = record.get("unseen_kinds", {})
    if not unseen:
        return ""
    return section(
        "A kind of picture that the gate never saw",
        "The heads were fitted again without each kind, with thresholds from val as before, and "
        "shown that kind. Features alone; the kinds that nobody thought of are not in the table.",
        table(
            ["Kept from the gate", "Refused"],
            [[picture_name(k), f"{own['refused']} of {own['n']}"] for k, own in unseen.items()],
        ),
        level=3,
    )


def _header(disguised: Figures) -> str:
    if not disguised:
        return ""
    said = ", ".join(
        f"{modality} {own['refused']} of {own['n']}" for modality, own in disguised.items()
    )
    return section(
        "What the header says",
        "Chest films of test in DICOM files whose header says another modality; refused as "
        f"`wrong-modality`: {said}.",
        level=3,
    )


def _age(age: Figures, record: Figures) -> str:
    if not age:
        return ""
    rows = []
    for split, own in age.items():
        rows.append([f"**{split}**", *_told(own), percent(own["foreign"], of=False)])
        rows += [[f"{split}, {name}", *_told(part), ""] for name, part in own["by_source"].items()]
    others = record.get("children_elsewhere", {})
    note = (
        f"Of the {others['n']} children of train from other sources, {others['child']} were taken "
        f"for children and {others['adult']} for adults by heads that had not seen them: the head "
        "knows small children of one hospital, and older ones hardly."
        if others
        else ""
    )
    return section(
        "Child or adult",
        "A head on the same features. *Contradicts* is the share of films whose answer is a class "
        "that was learnt from films of others alone, such as an adult called bacterial: there the "
        "app warns.",
        table(["Films", "Right", "Wrong", "Cannot tell", "Contradicts"], rows),
        note,
        level=3,
    )


def _told(own: Figures) -> Iterable[str]:
    return (
        percent(own["right"]),
        *(percent(own[name], of=False) for name in ("wrong", "unclear")),
    )


def _cost(cost: Figures) -> str:
    if not cost:
        return ""
    return section(
        "What it costs",
        f"On a film of {cost['rows']} × {cost['columns']} pixels, {cost['rounds']} turns each, "
        f"side by side: forward pass {cost['forward_ms']} ms, gate {cost['gate_ms']} ms in the "
        f"median, {100 * cost['added']:.1f} % more.",
        level=3,
    )


def _reasons(own: Figures) -> str:
    return ", ".join(f"{code} {n}" for code, n in own["reasons"].items())
