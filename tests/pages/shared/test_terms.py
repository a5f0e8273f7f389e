"""Tooltips of terms: short, linked, and light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from model.explain.methods import METHODS
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


def asked_for(path):
    """Ids of terms that a module names: in a call, or in a table whose name ends in TERMS."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "")
            parts = node.args[:1] if name in ("term_help", "term_link", "draw_terms") else []
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            named = isinstance(target, ast.Name) and target.id.endswith("TERMS")
            # Of a dictionary the values.
            value = node.value
            parts = (value.values if isinstance(value, ast.Dict) else [value]) if named else []
        else:
            continue
        for part in parts:
            for one in ast.walk(part):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


def test_every_term_that_the_app_asks_for_is_there():
    asked = set(tooltips.METRICS)
    for path in (ROOT / "pages").rglob("*.py"):
        asked |= set(asked_for(path))
    assert len(asked) > 50
    assert asked - set(terms()) == set()


def test_the_search_for_terms_finds_them(tmp_path):
    path = tmp_path / "page.py"
    path.write_text(
        "ROW_TERMS: Final = {'key': 'one', 'other': ('two',)}\n"
        "VIEW_TERMS = ('three',)\n"
        "st.title(_('x'), help=term_help('four', term_help('five', _('y'))))\n"
        "draw_terms(('six', 'seven'))\n"
    )
    assert sorted(asked_for(path)) == sorted(
        ["one", "two", "three", "four", "five", "six", "seven"]
    )


@pytest.mark.parametrize("name", METHODS)
def test_every_method_of_explanation_has_a_term(name):
    assert METHODS[name].term in terms()


def test_the_light_box_loads_no_search_and_no_anki():
    code = (
        "import sys, pages.views.classify.answer\n"
        "print(*sorted({'rapidfuzz', 'pypinyin', 'genanki'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
