"""What a reader takes along from the explorer: a picture, an array, the numbers."""

import io
import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import numpy as np
import streamlit as st

from model.explain.heat_map import CELLS, HeatMap
from model.explain.lungs import Lungs
from model.explain.methods import METHODS
from model.explain.verdict import Verdict
from pages.shared import engines
from pages.shared.i18n import _, fill
from pages.shared.pictures.report import overlay_png
from pages.shared.study import Study
from pages.views.gradcam.choice import ExplorerChoice
from pages.views.gradcam.look import Latest, drawn
from pages.views.gradcam.verdict import known_verdict
from pages.views.gradcam.words import map_title, scale_title


def file_name(name: str, heat: HeatMap, ending: str) -> str:
    """Name for a file of one map: the picture's, the method, the layer, the class.

    Args:
        name: Name of the picture's file as it came.
        heat: The map.
        ending: Without its dot.
    """
    parts = [PurePath(name).stem, heat.method, heat.stage, heat.target.label]
    if heat.target.against is not None:
        parts += ["not", heat.target.against]
    return "-".join(part for part in parts if part) + f".{ending}"


def array_bytes(heat: HeatMap) -> bytes:
    """A map as a NumPy file: float32 `(224, 224)`, logit per 1/49 of the picture."""
    file = io.BytesIO()
    np.save(file, heat.picture, allow_pickle=False)
    return file.getvalue()


def record(
    study: Study, choice: ExplorerChoice, heats: Sequence[HeatMap], lungs: Lungs | None
) -> dict[str, Any]:
    """The numbers of the maps on the page. Nothing in it is of a patient but the file's name.

    Args:
        study: The radiograph.
        choice: What the reader chose.
        heats: The maps that are there.
        lungs: The lungs, if they were looked for.
    """
    found = lungs if lungs is not None and lungs.confident else None
    return {
        "file": study.name,
        "accepted": study.accepted,
        "model": engines.engine().model_sha256,
        "answer": study.predicted if study.accepted else None,
        "logits": {label: round(value, 5) for label, value in study.logits.items()},
        "class": heats[0].target.label if heats else None,
        "rather_than": heats[0].target.against if heats else None,
        "unit": f"logit per 1/{CELLS} of the picture",
        "scale_top": choice.top,
        "lung_share": None if found is None else round(found.share, 5),
        "maps": [_of_map(study, heat, found) for heat in heats],
    }


def _of_map(study: Study, heat: HeatMap, lungs: Lungs | None) -> dict[str, Any]:
    inside = None if lungs is None else heat.share_inside(lungs.mask)
    peak = heat.peak
    verdict = known_verdict(study, heat)
    return {
        "method": heat.method,
        "reference": METHODS[heat.method].reference,
        "layer": heat.stage or None,
        "total_logits": round(heat.total, 5),
        "highest": round(float(heat.values.max()), 5),
        "peak_row_column": None if peak is None else [round(place, 5) for place in peak],
        "inside_lungs": None if inside is None else round(inside, 5),
        "forward_passes": heat.passes,
        "verdict": None if verdict is None else _of_verdict(verdict),
    }


def _of_verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "word": verdict.word,
        "checks": {
            check.name: {
                "value": None if check.value is None else round(check.value, 5),
                "must_exceed": check.threshold,
                "passed": check.passed,
            }
            for check in verdict.checks
        },
        "agreement_with": verdict.agreement_with or None,
        "forward_passes": verdict.passes,
    }


def draw_map_downloads(study: Study, heat: HeatMap, latest: Latest) -> None:
    """Draws the buttons for one map.

    Args:
        study: The radiograph.
        heat: The map.
        latest: How it is drawn when it is asked for.
    """
    title = map_title(METHODS[heat.method], heat.stage)
    name = f"{heat.method}:{heat.stage}"
    scale = scale_title(heat.target)
    with st.popover(
        _("Save"),
        icon=":material/download:",
        type="tertiary",
        key=f"save:{heat.method}",
        help=fill(_("Save {title} as a picture or as an array"), {"title": title}),
    ):
        st.download_button(
            _("Picture with heat map (PNG)"),
            lambda: overlay_png(study.film, drawn(heat, latest.choice, scale)),
            file_name=file_name(study.name, heat, "png"),
            mime="image/png",
            on_click="ignore",
            key=f"png:{name}",
            width="stretch",
        )
        st.download_button(
            _("Array, 224 × 224 float32 (NPY)"),
            lambda: array_bytes(heat),
            file_name=file_name(study.name, heat, "npy"),
            mime="application/octet-stream",
            on_click="ignore",
            key=f"npy:{name}",
            width="stretch",
        )


def draw_record_download(
    study: Study, choice: ExplorerChoice, heats: Sequence[HeatMap], lungs: Lungs | None
) -> None:
    """Draws the button for the numbers of all maps.

    Args:
        study: The radiograph.
        choice: What the reader chose.
        heats: The maps that are there.
        lungs: The lungs, if they were looked for.
    """
    st.download_button(
        _("Numbers as JSON"),
        lambda: (
            json.dumps(record(study, choice, heats, lungs), ensure_ascii=False, indent=2) + "\n"
        ),
        file_name=f"{PurePath(study.name).stem}-explanation.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        key="download_explanation",
    )
