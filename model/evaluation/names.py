"""What splits, labels, sources, kinds of pictures and measures are called, everywhere."""

from collections.abc import Iterable, Mapping
from typing import Final

from model.evaluation.blocks import Cell, Joined, Plain, Words
from model.messages import N_

SECTIONS: Final[Mapping[str, str]] = {
    "minute": N_("In one minute"),
    "confound": N_("What would fool it"),
    "explanations": N_("What the explanations are worth"),
    "glance": N_("Figures at a glance"),
    "charts": N_("The charts"),
    "gate": N_("The gate"),
    "goals": N_("Asked for and reached"),
    "attempts": N_("Attempts to do better"),
    "data": N_("Data"),
    "training": N_("Training"),
    "limits": N_("Limits"),
    "reading": N_("Published figures"),
    "files": N_("Files, and each number again"),
    "checklist": N_("Checklist"),
}
"""Title of each section by its anchor, in the order of all documents."""

SPLITS: Final[Mapping[str, str]] = {
    "train": N_("Training"),
    "val": N_("Validation"),
    "test": N_("Test, internal"),
    "adult": N_("Adults, external"),
    "lateral": N_("Lateral views"),
}

FILM_SPLITS: Final = ("val", "test", "adult")
"""Splits that are measured with every figure, in the order of all tables."""

LABELS: Final[Mapping[str, str]] = {
    "healthy": N_("Healthy"),
    "covid": N_("COVID-19"),
    "bacterial": N_("Bacterial pneumonia"),
    "viral": N_("Viral pneumonia"),
    "lateral": N_("Lateral view"),
    "opacity": N_("Opacity, organism unknown"),
    "abnormal": N_("Abnormal otherwise"),
}

SOURCES: Final[Mapping[str, str]] = {
    "kermany": N_("Guangzhou, children"),
    "rsna": N_("NIH normals, USA"),
    "covidcxnet": N_("COVID-CXNet, publications"),
    "ieee8023": N_("Cohen, publications"),
    "hannover": N_("Hannover, Germany"),
    "nih": N_("NIH, USA"),
    "rsna-320": N_("RSNA, USA"),
    "jsrt": N_("JSRT, Japan"),
}
"""Short, for a table or an axis; the section on the data says what each is."""

POPULATIONS: Final[Mapping[str, str]] = {
    "adult": N_("Adults only"),
    "pediatric": N_("Children only"),
}

KINDS: Final[Mapping[str, str]] = {
    "natural_photo": N_("Photographs"),
    "brain_mri": N_("Brain MRI"),
    "knee_xray": N_("Knee radiographs"),
    "breast_ultrasound": N_("Breast ultrasound"),
    "ct": N_("CT slices"),
    "lateral": N_("Lateral views, new to the gate"),
    "lateral_learnt": N_("Lateral views that it learnt from"),
    "turned-clockwise": N_("Films turned by 90° clockwise"),
    "turned-counter-clockwise": N_("Films turned by 90° counter-clockwise"),
    "upside-down": N_("Films upside down"),
    "inverted": N_("Films inverted"),
    "cropped": N_("Films cut to a part"),
    "softened": N_("whole films, as blurred as the cut ones"),
}
"""Pictures to be refused, but for the last: films that are only as blurred as those that were
cut."""

MEASURES: Final[Mapping[str, str]] = {
    "macro_recall": N_("Mean sensitivity"),
    "ece": N_("Expected calibration error"),
    "healthy_vs_ill": N_("AUC healthy or ill"),
    "opacity_called_healthy": N_("Opacities called healthy"),
    "sensitivity": N_("Sensitivity, {name}"),
}


def split_name(split: str) -> Words:
    """What a split is called."""
    return Words(SPLITS[split])


def label_name(label: str) -> Cell:
    """What a label is called, classes and others."""
    return Words(LABELS[label]) if label in LABELS else Plain(label.replace("_", " "))


def source_name(source: str) -> Cell:
    """A data set in words; one that has none is called as in the table of predictions."""
    return Words(SOURCES[source]) if source in SOURCES else Plain(source)


def source_names(sources: Iterable[str]) -> Joined:
    """Several of them."""
    return Joined(tuple(map(source_name, sources)), "; ")


def kind_name(kind: str) -> Cell:
    """What a kind of picture is called."""
    return Words(KINDS[kind]) if kind in KINDS else Plain(kind.replace("_", " "))


def only(by: str, name: str) -> Cell:
    """Films that share an age group or a source.

    Args:
        by: ``population`` or ``source``.
        name: Which one.
    """
    if by == "population":
        return Words(POPULATIONS[name])
    return Words(N_("{source} only"), {"source": source_name(name)})


def part_name(split: str, name: str, *, source: bool = False) -> Joined:
    """The films of one label or one source of a split."""
    own = source_name(name) if source else label_name(name)
    return Joined((split_name(split), own), " · ")
