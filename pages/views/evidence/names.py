"""What splits, labels and groups of films are called on the page."""

from model.evaluation import names
from pages.views.evidence.numbers import writer


def split_name(split: str) -> str:
    """What a split is called."""
    return writer()(names.split_name(split))


def label_name(label: str) -> str:
    """What a label is called, classes and others."""
    return writer()(names.label_name(label))


def source_name(source: str) -> str:
    """A data set in words; one that has none is called as in the table of predictions."""
    return writer()(names.source_name(source))
