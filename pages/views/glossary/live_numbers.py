"""Live figures on numbers: softmax with its temperature, overfitting in two real runs."""

from typing import Final

import numpy as np
import streamlit as st

from model.augment.curves import load_curves
from model.classifier.artefacts import load_manifest
from model.classifier.calibration import probabilities
from model.classifier.classes import CLASSES
from pages.shared.charts.bars import bars_html
from pages.shared.charts.frame import plot
from pages.shared.charts.training import curves_figure
from pages.shared.i18n import _, fill, number
from pages.shared.notices import errors_said
from pages.shared.terms import term_help
from pages.shared.wording import class_title
from pages.views.glossary.chart import signed_number, slide

LOGITS: Final = {"healthy": -1.0, "covid": 0.5, "bacterial": 3.0, "viral": 2.0}
"""Where the sliders start: a film that looks bacterial, perhaps viral."""

TEMPERATURE_KEY: Final = "glossary_temperature"


def draw_softmax() -> None:
    """Four logits, a temperature, and the probabilities that they make."""
    st.markdown(
        _(
            "The last layer gives each class a logit, any number at all. Softmax turns them into "
            "probabilities that add up to 100%. Dividing all logits by a **temperature** first "
            "changes how sure it sounds, never which class comes first."
        )
    )
    with errors_said():
        shipped = load_manifest().temperature
    left, right = st.columns(2, gap="large")
    with left:
        logits = [
            slide(
                f"logit_{label}",
                fill(_("Logit of {name}"), {"name": class_title(label)}),
                -5.0,
                5.0,
                LOGITS[label],
                step=0.1,
                format="%.1f",
                help=term_help("logit"),
            )
            for label in CLASSES
        ]
        temperature = _choose_temperature(shipped)
    with right:
        for title, divisor in (
            (_("Temperature 1: softmax as it is"), 1.0),
            (fill(_("Temperature {value}"), {"value": number(temperature, 2)}), temperature),
        ):
            shares = probabilities(np.array(logits), divisor)
            st.markdown(f"**{title}**")
            st.html(bars_html(dict(zip(CLASSES, map(float, shares), strict=True))))


def _choose_temperature(shipped: float) -> float:
    st.session_state.setdefault(TEMPERATURE_KEY, 2.0)
    value: float = st.slider(
        _("Temperature"),
        0.2,
        5.0,
        step=0.01,
        key=TEMPERATURE_KEY,
        persist_state="session",
        help=term_help("temperature-scaling"),
    )
    st.button(
        fill(_("The temperature of this app: {value}"), {"value": number(shipped, 2)}),
        icon=":material/thermostat:",
        key="glossary_shipped",
        on_click=_take,
        args=(round(shipped, 2),),
        help=_("Measured on films that the network had not been trained with."),
    )
    return value


def _take(temperature: float) -> None:
    st.session_state[TEMPERATURE_KEY] = temperature


def draw_overfitting() -> None:
    """The loss of two real runs, on the films they learnt from and on others."""
    st.markdown(
        _(
            "Two real training runs on few films. Dotted: the loss on the films it learns from. "
            "Solid: on films it has not seen. Where the solid line rises while the dotted one "
            "falls, the network learns by heart."
        )
    )
    curves = load_curves()
    if curves is None:
        st.info(_("These curves have not been measured yet."), icon=":material/fact_check:")
        return
    longest = max(len(run.epochs) for run in curves.runs)
    about = term_help("epoch")
    until = slide("epoch", _("Train until epoch"), 1, longest, longest, help=about)
    titles = {"train": _("the films it learns from"), "val": _("films it has not seen")}
    lines = []
    for run in curves.runs:
        point = run.epochs[min(until, len(run.epochs)) - 1]
        values: dict[str, str | int | float] = {
            "run": _(run.title),
            "epoch": point.epoch,
            "train": number(point.train_loss, 2),
            "val": number(point.val_loss, 2),
            "gap": signed_number(point.val_loss - point.train_loss, 2),
        }
        template = _(
            "{run}, epoch {epoch}: loss {train} on the films it learns from, {val} on others; "
            "the gap is {gap}."
        )
        lines.append(fill(template, values))
    figure = curves_figure(curves, "loss", titles)
    if until < longest:
        figure.add_vrect(
            x0=until, x1=longest, fillcolor="rgba(138,148,153,0.3)", line_width=0, layer="above"
        )
    said = _("Loss over the epochs of two training runs.")
    plot(figure, "glossary_overfitting", said, *lines)
    st.markdown("\n".join(f"- {line}" for line in lines))
    st.caption(
        fill(
            _("Measured on {films} training films and {judged} others with: `{command}`"),
            {"films": curves.films, "judged": curves.judged, "command": curves.command},
        )
    )
