"""Tooltips of terms: short, linked, and light."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from model.glossary.entries import terms
from pages.shared import terms as tooltips

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def reader(monkeypatch):
    """Sets the reader's language."""
    return lambda code: monkeypatch.setattr(tooltips, "current_language", lambda: code)


@pytest.mark.parametrize("language", ["en", "pt_BR", "zh_CN"])
def test_a_tooltip_has_the_name_the_first_sentence_and_a_link(reader, language):
    reader(language)
    said = tooltips.term_help("calibration").replace("\\", "")
    term = terms()["calibration"]
    assert said.startswith(f"**{term.names[language]}**: {term.short(language)}")
    assert said.endswith(f"](glossary?term=calibration&lang={language})")


def test_what_the_widget_said_before_comes_first(reader):
    reader("en")
    assert tooltips.term_help("relu", "Before.").startswith("Before.\n\n**ReLU**: ")


def test_every_term_that_the_app_asks_for_is_there():
    asked = set(tooltips.METRICS)
    for path in (ROOT / "pages").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"term_(?:help|link)\(\s*[\"']([^\"']+)", text))
    assert len(asked) > 8
    assert asked - set(terms()) == set()


def test_the_light_box_loads_no_search_and_no_anki():
    code = (
        "import sys, pages.shared.answer\n"
        "print(*sorted({'rapidfuzz', 'pypinyin', 'genanki'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
