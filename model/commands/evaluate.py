"""`python -m model evaluate`: figures into the manifest, and the model card from the manifest."""

import argparse
import importlib
from pathlib import Path
from typing import Any, Final

PARTS: Final = {
    "lungs": ("model.evaluation.figures.lungs", "the lung finder of the explorer"),
    "verdict": ("model.evaluation.figures.verdict", "the verdict on the heat maps"),
    "shortcuts": ("model.evaluation.figures.shortcuts", "what is left of an answer without lungs"),
    "localisation": ("model.evaluation.figures.localisation", "heat maps against drawn lesions"),
}
"""Parts of the explanations that are measured apart, each by a module with
``measure(folder: Path, data: str | Path | None) -> dict[str, Any]``, and what each measures."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this command to its own parser."""
    parser.add_argument("--data", type=Path, help="data folder (default: NEGATOSCOPE_DATA)")
    parser.add_argument("--folder", type=Path, help="artefacts (default: model/weights)")
    parser.add_argument(
        "--precision",
        choices=("fp32", "auto"),
        default="auto",
        help="auto (default): the serving graph; fp32: the network as it was trained",
    )
    shorter = parser.add_mutually_exclusive_group()
    shorter.add_argument(
        "--from-predictions",
        action="store_true",
        help="compute the figures from the stored predictions; needs no image",
    )
    shorter.add_argument(
        "--gate", action="store_true", help="measure everything, and show what the gate refuses"
    )
    shorter.add_argument(
        "--card-only", action="store_true", help="write the model card from the manifest, no more"
    )
    shorter.add_argument(
        "--attempts",
        nargs="+",
        metavar="NAME=FILE",
        help="measure trained weights side by side, before=model/weights/negatoscope.keras.npz "
        "first",
    )
    for part, (_, purpose) in PARTS.items():
        shorter.add_argument(
            f"--{part}",
            dest="part",
            action="store_const",
            const=part,
            help=f"measure {purpose}, and nothing else",
        )


def run(arguments: argparse.Namespace) -> int:
    """Measures the model and writes the figures and the card.

    Raises:
        ArtefactError: A file of the model is missing or damaged.
        DataUnavailableError: The data set is not there.
        OutputUnwritableError: Manifest or card cannot be written.
    """
    from model.classifier.artefacts import weights_folder
    from model.classifier.record import card_path
    from model.evaluation.card.page import write_card
    from model.evaluation.run import evaluate, evaluate_again

    folder = arguments.folder or weights_folder()
    if arguments.attempts:
        _measure_attempts(arguments.attempts, folder, arguments.data)
    elif arguments.part:
        measure_part(arguments.part, folder, arguments.data)
    elif arguments.from_predictions:
        _show(evaluate_again(folder))
    elif not arguments.card_only:
        figures = evaluate(folder, arguments.data, arguments.precision)
        (_show_gate if arguments.gate else _show)(figures)
    card = card_path(folder)
    write_card(folder, card)
    print(f"wrote {card}")
    return 0


def measure_part(part: str, folder: Path, data: Path | None) -> None:
    """Measures one part of the explanations and writes its figures into the manifest.

    What the part's entry holds besides, such as thresholds fitted in training, stays.

    Args:
        part: A key of `PARTS`.
        folder: Folder of the artefacts.
        data: Data folder, see `training.dataset.data_folder`.

    Raises:
        ArtefactError: A file of the model is missing or damaged.
        DataUnavailableError: The data set is not there.
        OutputUnwritableError: The manifest cannot be written.
    """
    from model.classifier.artefacts import load_manifest
    from model.classifier.record import record

    module, _ = PARTS[part]
    figures = importlib.import_module(module).measure(folder, data)
    # Read after measuring, which takes minutes: another part may have been recorded meanwhile.
    kept = load_manifest(folder).explanation.get(part, {})
    record(folder, {f"explanation.{part}": {**kept, **figures}})


def _measure_attempts(named: list[str], folder: Path, data: Path | None) -> None:
    from model.classifier.record import record
    from model.evaluation.figures.attempts import measure

    attempts = {name: Path(path) for name, path in (one.split("=", 1) for one in named)}
    rows = measure(attempts, folder, data)
    record(folder, {"attempts": rows})
    for row in rows:
        mark = ", chosen" if row["chosen"] else ""
        print(f"{row['name']}: macro recall on val {row['val']['macro_recall']['value']}{mark}")


def _show(figures: dict[str, Any]) -> None:
    from model.evaluation.card.text import estimate

    for split in ("val", "test", "adult"):
        own = figures[split]
        print(f"{split}: {own['n']} films, macro recall {estimate(own['macro_recall'])}")


def _show_gate(figures: dict[str, Any]) -> None:
    from model.evaluation.card.gate import picture_name
    from model.evaluation.card.text import percent
    from model.evaluation.figures.gate import ASKED

    gate = figures["gate"]
    for split in ("val", "test", "adult"):
        print(f"{split}: refused {percent(gate[split]['refused'])}")
    same = gate["at_95"]["kinds"]
    for kind in (kind for kind in ASKED if kind in same):
        shipped = gate[kind] if kind in gate else gate["altered"]["test"][kind]
        print(f"{picture_name(kind)}: refused {percent(shipped['refused'])}")
        print(f"    where 95 % of test are accepted: {percent(same[kind])}")
    for modality, own in figures["gate_dicom"].items():
        print(f"{modality} by the header: refused {own['refused']} of {own['n']}")
    cost = figures["gate_cost"]
    print(f"forward pass {cost['forward_ms']} ms, gate {cost['gate_ms']} ms")
