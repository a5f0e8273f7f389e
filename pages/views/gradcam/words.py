"""The words of the explorer: what is asked, what a map cost and cannot show."""

from model.explain.heat_map import HeatMap
from model.explain.methods import METHODS, Method
from model.explain.target import Target
from pages.shared.i18n import _, fill, ngettext, number
from pages.shared.wording import target_name


def map_title(method: Method, stage: str) -> str:
    """A method and the layer that it looks at; its own name alone where it looks at no layer."""
    return f"{method.title} · {stage}" if method.stages else method.title


def scale_title(target: Target) -> str:
    """What the scale of the evidence means."""
    return fill(
        _("Evidence for {name}, in logits per 1/49 of the picture"), {"name": target_name(target)}
    )


def cost_sentence(heat: HeatMap) -> str:
    """All the evidence of a map, and what it cost, as plain text.

    A map that knows no class has no total of its own, see `cam_family.eigen_activation`.
    """
    passes = fill(
        ngettext("{count} forward pass", "{count} forward passes", heat.passes),
        {"count": heat.passes},
    )
    if not METHODS[heat.method].by_class:
        return passes
    total = fill(_("Evidence in all: {total} logits"), {"total": number(heat.total, 2)})
    return f"{total} · {passes}"


def agreement_sentence(correlation: float, name: str) -> str:
    """How far another method agrees with a map, as plain text.

    Args:
        correlation: Rank correlation, in [-1, 1].
        name: Name of the other method.
    """
    return fill(
        _("Agreement with {title}: rank correlation {correlation}."),
        {"title": METHODS[name].title, "correlation": number(correlation, 2)},
    )


def strength_sentence(heat: HeatMap, top: float) -> str:
    """A warning where a map does not fit the scale; empty where it does."""
    if heat.is_empty:
        return ""
    highest = float(heat.values.max())
    digits = 2 if highest >= 0.1 else 4
    values = {"highest": number(highest, digits)}
    if highest < 0.1 * top:
        return fill(_("Its highest value is {highest}: next to nothing on this scale."), values)
    if highest > 1.5 * top:
        return fill(_("Its highest value is {highest}: beyond the top of this scale."), values)
    return ""


def about_method(name: str) -> str:
    """The paper and the limit of a method, as Markdown."""
    method = METHODS[name]
    kind, _colon, number_ = method.reference.partition(":")
    site = "https://doi.org/" if kind == "doi" else "https://arxiv.org/abs/"
    return f"[{method.paper}]({site}{number_}). {_(method.limit)}"
