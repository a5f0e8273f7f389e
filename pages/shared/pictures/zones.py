"""Where the evidence lies, in words."""

from model.explain.cam import EvidenceMaps
from model.explain.location import zone_of_evidence
from model.messages import N_
from pages.shared.i18n import _, fill, whole_percent
from pages.shared.wording import class_name

# Named by the side of the picture: which side of the patient it is depends on the projection.
ZONES: dict[tuple[str, str], str] = {
    ("upper", "left"): N_("upper zone, left side of the picture"),
    ("upper", "right"): N_("upper zone, right side of the picture"),
    ("middle", "left"): N_("middle zone, left side of the picture"),
    ("middle", "right"): N_("middle zone, right side of the picture"),
    ("lower", "left"): N_("lower zone, left side of the picture"),
    ("lower", "right"): N_("lower zone, right side of the picture"),
}


def evidence_sentence(evidence: EvidenceMaps, label: str) -> str:
    """Where most of the evidence for a class lies, as plain text.

    Args:
        evidence: The maps of every class.
        label: The class asked for.
    """
    zone = zone_of_evidence(evidence.map_of(label))
    name = class_name(label)
    if zone is None:
        return fill(_("There is no evidence for {name} anywhere in the picture."), {"name": name})
    template = _(
        "Evidence for {name} is strongest here: {zone}. It holds {share} of it; an even spread "
        "would give {even}."
    )
    values = {
        "name": name,
        "zone": _(ZONES[zone.height, zone.side]),
        "share": whole_percent(zone.share),
        "even": whole_percent(1 / len(ZONES)),
    }
    return fill(template, values)
