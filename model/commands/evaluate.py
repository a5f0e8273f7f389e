"""`python -m model evaluate`: figures into the manifest, and from there card and tables."""

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
        "--card-only",
        action="store_true",
        help="write the model card and the tables from the manifest, no more",
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
    from model.evaluation.markdown import write_documents
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
    for path in write_documents(folder):
        print(f"wrote {path}")
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
    from model.evaluation.blocks import Score
    from model.evaluation.measured import Measured
    from model.evaluation.writer import Writer
    from model.language import ENGLISH

    write, found = Writer(ENGLISH), Measured(figures)
    for split in ("val", "test", "adult"):
        recall = write(Score(found.estimate(split, "macro_recall")))
        print(f"{split}: {found.count(split, 'n')} films, mean sensitivity {recall}")


def _show_gate(figures: dict[str, Any]) -> None:
    from model.evaluation.blocks import Share
    from model.evaluation.figures.gate import ASKED
    from model.evaluation.measured import Measured
    from model.evaluation.names import KINDS
    from model.evaluation.writer import Writer
    from model.language import ENGLISH

    write, found = Writer(ENGLISH), Measured(figures)
    gate = found.part("gate")
    for split in ("val", "test", "adult"):
        print(f"{split}: refused {write(Share(gate.estimate(split, 'refused'), of=True))}")
    same = gate.part("at_95", "kinds")
    for kind in (kind for kind in ASKED if kind in same):
        shipped = gate.part(kind) if kind in gate else gate.part("altered", "test", kind)
        print(f"{KINDS[kind]}: refused {write(Share(shipped.estimate('refused'), of=True))}")
        print(f"    where 95 % of test are accepted: {write(Share(same.estimate(kind), of=True))}")
    for modality, own in found.parts("gate_dicom").items():
        print(f"{modality} by the header: refused {own.count('refused')} of {own.count('n')}")
    cost = found.part("gate_cost")
    print(f"forward pass {cost.word('forward_ms')} ms, gate {cost.word('gate_ms')} ms")
