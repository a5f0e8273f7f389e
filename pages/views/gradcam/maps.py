"""The maps that the reader asked for: from memory, worked out at once, or with a progress bar."""

from dataclasses import dataclass

import streamlit as st

from model.errors import NegatoscopeError
from model.explain.agreement import rank_correlation, second_opinion
from model.explain.heat_map import HeatMap
from model.explain.methods import METHODS, explain
from model.explain.network import Progress, nothing
from model.explain.target import Target
from pages.shared import engines
from pages.shared import remembered as store
from pages.shared.i18n import _, fill
from pages.shared.study import Study
from pages.views.gradcam.words import map_title
from pages.views.gradcam.work import draw_stopped, is_stopped, worked_out


@dataclass(frozen=True, eq=False)
class Asked:
    """One map that the reader asked for.

    Attributes:
        name: Name of the method.
        heat: The map; None where it is not there.
        error: Why it cannot be made; None where it can.
        stopped: Whether the reader stopped it.
    """

    name: str
    heat: HeatMap | None = None
    error: NegatoscopeError | None = None
    stopped: bool = False

    @property
    def is_awaited(self) -> bool:
        """Whether it is still to be worked out."""
        return self.heat is None and self.error is None and not self.stopped


def map_key(name: str, target: Target, stage: str) -> store.Key:
    """What a map is remembered under, beside its picture."""
    return ("map", name, target, stage if METHODS[name].stages else "")


def quick_maps(study: Study, target: Target, stage: str, names: tuple[str, ...]) -> list[Asked]:
    """The maps that are there, or there in a moment; the slow ones are left for `slow_maps`.

    Returns:
        One for each name, in their order.
    """
    asked = []
    for name in names:
        key = map_key(name, target, stage)
        if METHODS[name].slow:
            kept = store.store_of(study)
            heat = kept.get((study.digest, *key))
            error = kept.get((study.digest, *key, "error"))
            asked.append(Asked(name, heat, error, stopped=is_stopped(study, key)))
        else:
            asked.append(one_map(study, target, stage, name))
    return asked


def one_map(study: Study, target: Target, stage: str, name: str) -> Asked:
    """A map of a method that is not slow."""
    network = engines.network()

    def make() -> HeatMap:
        with st.spinner(_waiting(name, stage)):
            return explain(name, study.picture, target, network, stage=stage)

    try:
        return Asked(name, heat=store.remembered(study, map_key(name, target, stage), make))
    except NegatoscopeError as error:
        return Asked(name, error=error)


def slow_maps(study: Study, target: Target, stage: str, asked: list[Asked]) -> None:
    """Works out what is awaited, with a bar and a stop button, and then draws the page anew.

    Args:
        study: The radiograph.
        target: The question.
        stage: The layer.
        asked: What `quick_maps` found.
    """
    network = engines.network()
    for one in asked:
        key = map_key(one.name, target, stage)
        saying = map_title(METHODS[one.name], stage)
        if one.stopped and one.heat is None:
            draw_stopped(study, key, saying)
        if not one.is_awaited:
            continue

        def make(progress: Progress, name: str = one.name) -> HeatMap:
            return explain(name, study.picture, target, network, stage=stage, progress=progress)

        if METHODS[one.name].needs_tensorflow(stage):
            saying = f"{saying} · {_waiting(one.name, stage)}"
        try:
            worked_out(study, key, saying, make)
        except NegatoscopeError as error:
            store.store_of(study).put((study.digest, *key, "error"), error)
    if any(one.is_awaited for one in asked):
        st.rerun()


def agreement_of(study: Study, heat: HeatMap) -> tuple[float, str]:
    """How far a method of another kind agrees with a map.

    Args:
        study: The radiograph.
        heat: The map; not empty.

    Returns:
        Rank correlation, and the name of the other method.
    """
    network = engines.network()

    def make() -> tuple[float, str]:
        with st.spinner(_("Asking a second method")):
            name, values, _passes = second_opinion(heat, study.picture, network, nothing)
        return rank_correlation(heat.values, values), name

    return store.remembered(study, ("agreement", heat.method, heat.target, heat.stage), make)


def _waiting(name: str, stage: str) -> str:
    title = METHODS[name].title
    if METHODS[name].needs_tensorflow(stage):
        return fill(
            _("Loading TensorFlow for the gradients of {title}: some seconds, the first time"),
            {"title": title},
        )
    return fill(_("Working out {title}"), {"title": title})
