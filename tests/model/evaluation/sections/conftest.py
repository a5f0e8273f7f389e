"""Sections as docs/figures.md has them."""

import dataclasses
import re

import pytest

from model.classifier.artefacts import load_manifest
from model.evaluation.blocks import Where
from model.evaluation.markdown import render_section
from model.evaluation.sections.document import SECTIONS
from model.evaluation.writer import Writer
from model.language import ENGLISH


@pytest.fixture
def written():
    """`written("gate", explanation=…)`: a section in Markdown, of a manifest with such parts."""

    def write(name, manifest=None, where=Where.FIGURES, **parts):
        section = next(one for one in SECTIONS if one.id == name)
        whole = dataclasses.replace(manifest or load_manifest(), **parts)
        text = render_section(section, whole, Writer(ENGLISH), where)
        for block in re.findall(r"(?:^\|.*\|\n?)+", text, re.M):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.strip().splitlines()}
            assert len(widths) == 1, block
        return text

    return write
