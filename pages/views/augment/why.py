"""Why augment: two real training runs, one without and one with, and what their curves say."""

import streamlit as st

from model.augment.curves import COMMAND, Curves, load_curves
from pages.shared.charts.frame import plot
from pages.shared.charts.training import curves_figure
from pages.shared.i18n import _, fill, number, whole_percent
from pages.shared.terms import term_help


def draw_why() -> None:
    """Draws the view."""
    st.markdown(
        _(
            "A network that sees the same few films again and again learns them by heart. Its loss "
            "on them falls and falls, while on films it has never seen it stops falling, and then "
            "rises: that is **overfitting**. Augmentation shows every film a little different each "
            "time, within what positioning and exposure do to a real one. Learning by heart then "
            "gains nothing, and what remains is what the films have in common."
        ),
        help=term_help("overfitting", term_help("data-augmentation")),
    )
    curves = load_curves()
    if curves is None:
        st.info(
            fill(
                _("This has not been measured yet: `{command}` measures it."), {"command": COMMAND}
            ),
            icon=":material/fact_check:",
        )
        return
    _draw_curves(curves)


def _draw_curves(curves: Curves) -> None:
    titles = {"train": _("the films it learns from"), "val": _("films it has not seen")}
    measures = {
        "loss": _("Loss (cross-entropy): lower is better"),
        "recall": _("Mean sensitivity of the four classes: higher is better"),
    }
    explained = {"loss": "cross-entropy", "recall": "sensitivity"}
    for measure, title in measures.items():
        st.markdown(f"**{title}**", help=term_help(explained[measure]))
        said = _in_words(curves, measure, titles)
        figure = curves_figure(curves, measure, titles)
        plot(figure, f"playground_why_{measure}", f"{title}.", said, static=True)
        st.caption(said, help=term_help("epoch"))
    _draw_upshot(curves)
    st.caption(
        fill(
            _("Measured on {films} training films and {judged} others with: `{command}`"),
            {"films": curves.films, "judged": curves.judged, "command": curves.command},
        ),
        help=term_help("training-set", term_help("validation-set")),
    )


def _draw_upshot(curves: Curves) -> None:
    """What these two runs show, and what they do not: by their numbers, not by the book."""
    without, augmented = (run.epochs[-1] for run in curves.runs)
    if augmented.val_loss < without.val_loss:
        said = _("Here augmentation lowers the loss on films that the network has not seen.")
    else:
        said = _(
            "Here augmentation does not lower the loss on films that the network has not seen."
        )
    if augmented.val_recall <= without.val_recall:
        said += " " + _(
            "It does not make more of the answers right: the network is less sure of itself where "
            "it is wrong, and that is what the loss rewards."
        )
    st.info(said, icon=":material/fact_check:")


def _in_words(curves: Curves, measure: str, titles: dict[str, str]) -> str:
    parts = []
    for run in curves.runs:
        last = run.epochs[-1]
        train, val = (getattr(last, f"{part}_{measure}") for part in ("train", "val"))
        values: dict[str, str | int | float] = {
            "run": _(run.title),
            "epoch": last.epoch,
            "seen": titles["train"],
            "unseen": titles["val"],
            "train": number(train, 2) if measure == "loss" else whole_percent(train),
            "val": number(val, 2) if measure == "loss" else whole_percent(val),
        }
        template = _("{run}, after epoch {epoch}: {train} on {seen}, {val} on {unseen}.")
        parts.append(fill(template, values))
    return " ".join(parts)
