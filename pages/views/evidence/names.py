"""What splits, labels and groups of films are called on the page."""

from collections.abc import Iterable

from model.messages import N_
from pages.shared.i18n import _, fill
from pages.shared.wording import TITLES

SPLITS: dict[str, str] = {
    "train": N_("Training"),
    "val": N_("Validation"),
    "test": N_("Test, internal"),
    "adult": N_("Adults, external"),
    "lateral": N_("Lateral views"),
}

_LABELS: dict[str, str] = {
    **TITLES,
    "opacity": N_("Opacity, organism unknown"),
    "abnormal": N_("Abnormal otherwise"),
}

# Short, for a table or an axis; the section on the data says what each is.
SOURCES: dict[str, str] = {
    "kermany": N_("Guangzhou, children"),
    "rsna": N_("NIH normals, USA"),
    "covidcxnet": N_("COVID-CXNet, publications"),
    "ieee8023": N_("Cohen, publications"),
    "hannover": N_("Hannover, Germany"),
    "nih": N_("NIH, USA"),
    "rsna-320": N_("RSNA, USA"),
    "jsrt": N_("JSRT, Japan"),
}

_POPULATIONS: dict[str, str] = {"adult": N_("Adults only"), "pediatric": N_("Children only")}


def split_name(split: str) -> str:
    """What a split is called."""
    return _(SPLITS[split])


def label_name(label: str) -> str:
    """What a label is called, classes and others."""
    return _(_LABELS[label]) if label in _LABELS else label.replace("_", " ")


def source_name(source: str) -> str:
    """A data set in words; one that has none is called as in the table of predictions."""
    return _(SOURCES[source]) if source in SOURCES else source


def source_names(sources: Iterable[str]) -> str:
    """Several of them."""
    return "; ".join(source_name(source) for source in sources)


def only(by: str, name: str) -> str:
    """Films that share an age group or a source.

    Args:
        by: ``population`` or ``source``.
        name: Which one.
    """
    if by == "population":
        return _(_POPULATIONS[name])
    return fill(_("{source} only"), {"source": source_name(name)})
