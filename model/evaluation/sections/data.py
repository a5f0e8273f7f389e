"""The films and the files: how many, of whom, from where, under which licence; hashes, commands."""

from collections.abc import Iterator

from model.classifier.artefacts import GRAPH, Manifest
from model.evaluation.blocks import (
    ABSENT,
    NOTHING,
    Block,
    Cell,
    Code,
    Count,
    Heading,
    Interactive,
    Joined,
    Number,
    Plain,
    Spoken,
    Table,
    Where,
    Words,
    columns,
    noted,
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.measured import Measured
from model.evaluation.names import label_name, source_name, split_name
from model.evaluation.sections.training import run_command
from model.evaluation.selections import LABELS, SPLITS, films
from model.evaluation.sources import SOURCES, Span, published
from model.messages import N_

_PURPOSES = {
    "train": N_("to fit the weights and the gate"),
    "val": N_("to choose epoch, temperature and thresholds"),
    "test": N_("reported, chooses nothing"),
    "adult": N_("external: reported apart, chooses nothing"),
    "lateral": N_("to be refused"),
}


def data(manifest: Manifest) -> Iterator[Block]:
    """Films by split and label, sources with credit and terms, licences."""
    figures = manifest.figures
    yield said(
        "Films in each split, children + adults. Ages beyond that are not recorded for most.",
        term="dataset",
        where=Where.ALL,
    )
    yield Table(
        (_("Split"), *map(label_name, LABELS), _("For")),
        tuple(
            (
                split_name(split),
                *(_people(manifest, split, label) for label in LABELS),
                Words(_PURPOSES[split]),
            )
            for split in SPLITS
        ),
        _("Films in each split by label, children and adults"),
        Where.ALL,
    )
    yield said(
        "**Split by patient, duplicates together.** Films of one patient, and films that are "
        "nearly the same picture, share a group, and no group is in two of training, validation, "
        "test and adults. No film, and no crop of one, is part of this app.",
        term="patient-level-split",
        where=Where.ALL,
    )
    licences = Measured(figures).part("data", "licences")
    yield Heading(N_("Sources, credit and terms"), "sources")
    yield Table(
        columns(
            N_("Name"), N_("Data set"), N_("Whose films"), N_("Credit"), N_("Terms"), N_("Films")
        ),
        tuple(_source(manifest, name) for name in sorted(licences.document)),
        _("Data sets, whose films they are, whom to credit and what the terms ask for"),
    )
    yield said(
        "Several of the films that the weights were fitted to may not be used commercially. **The "
        "weights are therefore for research and education only**, although the code is under "
        "Apache-2.0.",
        where=Where.ALL,
    )
    yield Heading(N_("Licence of each film"), "licences")
    yield Table(
        columns(N_("Source"), N_("Licence as its index states it"), N_("Films")),
        tuple(
            (source_name(source), Plain(licence), Count(n))
            for source in sorted(licences.document)
            for licence, n in licences.counts(source).items()
        ),
        _("Licences of the films by source"),
    )
    yield Table(
        columns("Name", "In the tables of predictions"),
        tuple((source_name(name), Code(name)) for name in sorted(licences.document)),
        Words("Short names of the data sets"),
        Where.FIGURES,
    )


def _people(manifest: Manifest, split: str, label: str) -> Cell:
    total = films(manifest.figures, split=split, label=label)
    if not total:
        return NOTHING
    children = films(manifest.figures, split=split, label=label, population="pediatric")
    return Joined((Count(children), Count(total - children)), " + ")


def _source(manifest: Manifest, name: str) -> tuple[Cell, ...]:
    source = SOURCES.get(name)
    inside = Joined(
        tuple(
            _("{split} {films}", split=split_name(split), films=Count(found))
            for split in SPLITS
            if (found := films(manifest.figures, split=split, source=name))
        )
    )
    if source is None:
        return source_name(name), ABSENT, ABSENT, ABSENT, ABSENT, inside
    return (
        source_name(name),
        Words(source.title),
        Words(source.people),
        Plain(source.citation),
        Words(source.terms),
        inside,
    )


def reading(_manifest: Manifest) -> Iterator[Block]:
    """Published figures: films like those learnt from against films from elsewhere."""
    yield said(
        "What others report on films like those they learnt from, and on films from elsewhere. A "
        "figure that is only internal says little about another hospital.",
        term="external-validation",
        where=Where.PAGE,
    )
    yield Interactive("published")
    yield Table(
        columns(
            N_("Work"), N_("Task"), N_("Measure"), N_("Internal"), N_("External"), N_("Source")
        ),
        tuple(
            (
                Spoken(one.name),
                Spoken(one.task),
                Words(N_("AUC") if one.measure == "AUC" else N_("accuracy")),
                span(one.internal),
                span(one.external),
                Plain(f"[{one.citation}]({one.link})"),
            )
            for one in published()
        ),
        _("Published figures with their sources"),
        Where.PAGE,
    )
    yield said(
        "A span runs from the lowest to the highest figure given. Tasks, films and measures "
        "differ: compare the two dots of a line, not the lines.",
        tone="caption",
        where=Where.PAGE,
    )


def span(ends: Span | None) -> Cell:
    """The lowest and the highest figure that a work gives."""
    if ends is None:
        return ABSENT
    low, high = (Number(end, 3 if round(end, 2) != end else 2) for end in ends)
    return low if low == high else _("{low} to {high}", low=low, high=high)


def files(manifest: Manifest) -> Iterator[Block]:
    """Files of the model, their hashes, and how to get each number again."""
    yield Table(
        (_("File"), _("Bytes"), Plain("SHA-256")),
        tuple(
            (Code(name), Count(stored.size), Code(stored.sha256))
            for name, stored in sorted(manifest.files.items())
        ),
        _("Files of the model with their size and SHA-256"),
    )
    if manifest.reference[0] != GRAPH:
        yield noted(
            "`--precision fp32` runs the network as it was trained, {file}.",
            file=Code(manifest.reference[0]),
        )
    yield Heading(N_("How to get each number again"), "again")
    yield Table(
        columns(N_("To get"), N_("Command")),
        tuple((what, Code(command)) for what, command in _commands(manifest)),
        _("The command behind each number"),
    )
    yield said(
        "Every figure of this page comes from the manifest or is computed from the stored "
        "predictions: four logits, the gate's signals, label, source and group number of each "
        "film that was measured. No pixels, no file names, no patients.",
        term="model-card",
    )
    yield Interactive("downloads")


def _commands(manifest: Manifest) -> Iterator[tuple[Cell, str]]:
    runs = [Measured(run) for run in manifest.training.get("runs", [])]
    folders = [f"runs/{run.word('run')}" for run in runs] or ["runs/train"]
    for run, folder in zip(runs, folders, strict=False):
        name = _("the weights of run {run}", run=Plain(run.word("run")))
        yield name, run_command(run, folder)
    yield _("The lung finder"), "python -m model train-lungs --data DIR --output runs/lungs"
    evaluate = "python -m model evaluate"
    yield (
        _("graph, temperature, thresholds, gate"),
        f"python -m model export --data DIR --weights {folders[-1]}/best.npz "
        f"--runs {' '.join(folders)}",
    )
    yield (_("the gate alone, on the same graph"), "python -m model export --gate --data DIR")
    precision = manifest.figures["method"]["precision"]
    yield (
        _("predictions, every figure, the model card"),
        f"{evaluate} --data DIR --precision {precision}",
    )
    yield _("every figure, without an image"), f"{evaluate} --from-predictions"
    for part in sorted(manifest.explanation):
        name = _("the figures of the explanations: {part}", part=Plain(f"--{part}"))
        yield name, f"{evaluate} --data DIR --{part}"
    yield _("the model card and the tables alone"), f"{evaluate} --card-only"
