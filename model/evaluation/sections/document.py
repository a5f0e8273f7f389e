"""The one document: its sections in order, each in its view."""

from typing import Final

from model.evaluation.blocks import Section
from model.evaluation.sections.checklist import checklist
from model.evaluation.sections.confound import confound
from model.evaluation.sections.data import data, files, reading
from model.evaluation.sections.explanations import explanations
from model.evaluation.sections.gate import gate
from model.evaluation.sections.performance import charts, glance
from model.evaluation.sections.summary import limits, minute
from model.evaluation.sections.training import attempts, goals, training

SECTIONS: Final = (
    Section("minute", "summary", minute),
    Section("confound", "fooled", confound),
    Section("explanations", "fooled", explanations),
    Section("glance", "performance", glance),
    Section("charts", "performance", charts),
    Section("gate", "gate", gate),
    Section("goals", "record", goals),
    Section("attempts", "record", attempts),
    Section("data", "record", data),
    Section("training", "record", training),
    Section("limits", "record", limits),
    Section("reading", "record", reading),
    Section("files", "record", files),
    Section("checklist", "record", checklist),
)
"""In the order of `names.SECTIONS`."""
