"""No sentence without its translation, no literal that a reader sees outside the catalogues."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from pages.shared.i18n import DOMAIN, LANGUAGES, LOCALES

ROOT = Path(__file__).resolve().parents[2]
DRAWING = [
    ROOT / "streamlit_app.py",
    *sorted((ROOT / "pages").rglob("*.py")),
]
TRANSLATED = [code for code in LANGUAGES if code != "en"]

# Calls that show their first argument to a reader, and keywords that do in any call.
SHOWING = {
    "badge", "button", "caption", "checkbox", "code", "download_button", "error", "expander",
    "file_uploader", "header", "html", "info", "link_button", "markdown", "metric", "number_input",
    "pills", "popover", "radio", "segmented_control", "selectbox", "slider", "spinner", "subheader",
    "success", "table", "text", "text_input", "title", "toast", "toggle", "warning", "write",
}  # fmt: skip
SHOWN = {"alt", "body", "caption", "help", "label", "placeholder", "text", "title"}

# Not words: icons, and the names of languages in themselves.
NOT_WORDS = {"Language · Idioma · 语言", "Negatoscope"}


def catalogue(code):
    with (LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=code)


def texts(messages):
    """Message id → translation; plural forms as tuples."""
    pairs = [(message.id, message.string) for message in messages if message.id]
    return {_hashable(key): _hashable(value) for key, value in pairs}


def _hashable(text):
    return text if isinstance(text, str) else tuple(text)


def in_the_source():
    """Every message id that Babel finds with the project's own settings."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "said": None}
    found = set()
    folders = {".": ("streamlit_app.py",), "pages": (), "model": ("errors", "messages.py")}
    for folder in folders:
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder,
            method_map=[
                (pattern.removeprefix(f"{folder}/"), how)
                for pattern, how in methods
                if pattern.startswith(f"{folder}/") or (folder == "." and "/" not in pattern)
            ],
            options_map=options,
            keywords=keywords,
        ):
            assert name
            found.add(message)
    return found


SOURCE = in_the_source()


def fields(text):
    """Names of the `str.format` fields of a template, with their format."""
    return sorted((name, form) for _, name, form, _ in string.Formatter().parse(text) if name)


def test_there_is_something_to_translate():
    assert "Light box" in SOURCE
    assert "This is a lateral view; the network has learnt frontal views only." in SOURCE
    assert "The DICOM file is encrypted." in SOURCE
    assert ("{count} file", "{count} files") in SOURCE
    assert "As it is" in SOURCE


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated(code):
    done = {message.id for message in catalogue(code) if message.id and not message.fuzzy}
    assert {str(text) for text in SOURCE - done} == set()
    empty = [message.id for message in catalogue(code) if not message.string]
    assert empty == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_fuzzy_or_left_over(code):
    messages = [message for message in catalogue(code) if message.id]
    assert [message.id for message in messages if message.fuzzy] == []
    assert {str(message.id) for message in messages} - {str(text) for text in SOURCE} == set()


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_fields_of_its_source(code):
    for message in catalogue(code):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not sources[0]:
            continue
        for text in strings:
            assert fields(text) == fields(sources[-1]), text


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_emphasis_of_its_source(code):
    for message in catalogue(code):
        if isinstance(message.id, str) and message.id:
            assert message.string.count("**") == message.id.count("**"), message.string
            assert message.string.count("`") == message.id.count("`"), message.string
            assert "!" not in message.string + message.id
            assert "！" not in message.string


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_compiled_catalogue_is_the_one_in_the_source(code):
    with (LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        compiled = texts(read_mo(file))
    assert compiled == texts(catalogue(code))


# Ours: from which argument on they take words.
SAYING = {"ask": 2, "pick": 2, "segment": 1, "slide": 1, "plot": 2, "draw_notes": 1}


def literals_shown(path):
    """Words in a call that draws, which did not go through a catalogue."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        shown = [word.value for word in node.keywords if word.arg in SHOWN]
        if name in SHOWING:
            shown += node.args[:1]
        own = name or getattr(node.func, "id", None)
        if own in SAYING:
            shown += node.args[SAYING[own] :]
        for part in shown:
            yield from words_in(part)


def words_in(part):
    """The literal words of an argument: a string, the fixed parts of an f-string, either branch."""
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        text = " ".join(word for word in part.value.split() if not word.startswith(":material/"))
        if any(character.isalpha() for character in text) and text not in NOT_WORDS:
            yield text
    elif isinstance(part, ast.JoinedStr):
        whole = "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in part.values)
        yield from words_in(ast.Constant(whole.replace(":material/{}:", "")))
    elif isinstance(part, ast.IfExp):
        yield from words_in(part.body)
        yield from words_in(part.orelse)
    elif isinstance(part, ast.BinOp) and not isinstance(part.op, ast.Div):
        yield from words_in(part.left)
        yield from words_in(part.right)


def test_no_words_are_drawn_past_the_catalogues():
    assert len(DRAWING) > 100
    found = {str(path.relative_to(ROOT)): list(literals_shown(path)) for path in DRAWING}
    assert {path: words for path, words in found.items() if words} == {}


def test_no_sentence_hides_in_an_f_string_where_babel_does_not_look():
    assert {str(path): hidden_in(path) for path in DRAWING if hidden_in(path)} == {}


def hidden_in(path):
    """Sentences marked for translation within an f-string of a file."""
    return [
        call.args[0].value
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "N_", "ngettext", "said"}
        and isinstance(call.args[0], ast.Constant)
    ]


def test_the_search_for_literals_finds_them(tmp_path):
    path = tmp_path / "page.py"
    path.write_text(
        "import streamlit as st\n"
        "st.title('Words')\n"
        "st.button(f':material/add: {count} files')\n"
        "st.image(x, alt='A picture')\n"
        "st.write('yes' if a else _('no'))\n"
        "st.title(_('Fine'))\n"
        "st.markdown(f':material/{icon}: {text}')\n"
    )
    assert sorted(literals_shown(path)) == ["A picture", "Words", "yes", "{} files"]
    path.write_text("text = f'{_(\"Hidden\")} {name}'\n")
    assert hidden_in(path) == ["Hidden"]
