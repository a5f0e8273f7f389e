"""Languages, numbers and foreign text as a reader sees them."""

import threading

import pytest

from model.messages import Notice
from pages.shared import i18n


@pytest.fixture(params=["en", "pt_BR", "zh_CN"])
def language(request, monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: request.param)
    return request.param


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("pt", "pt_BR"),
        ("pt-PT", "pt_BR"),
        ("pt_BR", "pt_BR"),
        ("PT-br", "pt_BR"),
        ("zh", "zh_CN"),
        ("zh-Hans-CN", "zh_CN"),
        ("Português", "pt_BR"),
        ("de-DE", None),
        ("<script>", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_tag_finds_its_catalogue(tag, code):
    assert i18n.match_language(tag) == code


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "<\u00a01%"),
        (0.0099, "<\u00a01%"),
        (0.01, "1%"),
        (0.724, "72%"),
        (0.99, "99%"),
        (0.9901, ">\u00a099%"),
        (1.0, ">\u00a099%"),
    ],
)
def test_no_probability_is_shown_as_certain(share, text, language):
    assert i18n.percent(share) == text


def test_numbers_have_the_readers_decimal_sign(language):
    sign = "," if language == "pt_BR" else "."
    assert i18n.number(0.25, 2) == f"0{sign}25"
    text = i18n.fill("{share:.1%} of {count}, {high:g}", {"share": 0.125, "count": 3, "high": 0.5})
    assert text == f"12{sign}5% of 3, 0{sign}5"
    assert i18n.fill("{name}", {"name": "1.2.840"}) == "1.2.840"


def test_a_list_ends_with_the_readers_or(language):
    expected = {"en": "a, b or c", "pt_BR": "a, b ou c", "zh_CN": "a、b或c"}
    assert i18n.either(["a", "b", "c"]) == expected[language]
    assert i18n.either(["a"]) == "a"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain.png", "plain.png"),
        ("a_b*c", r"a\_b\*c"),
        ("[x](http://y)", r"\[x\]\(http\://y\)"),
        ("<b>$x$</b>", r"\<b\>\$x\$\</b\>"),
        (":red[x] `y`", r"\:red\[x\] \`y\`"),
        ("# two\nlines\t\\", r"\# two lines " + "\\\\"),
    ],
)
def test_foreign_text_is_not_markdown(text, shown):
    assert i18n.plain(text) == shown


def test_text_from_a_file_is_escaped_within_a_sentence(language):
    notice = Notice("several-windows", {"windows": 2, "window": 1, "name": "**bone** <i>"})
    sentence = i18n.sentence_of(notice)
    assert r"\*\*bone\*\* \<i\>" in sentence
    assert "2" in sentence


def test_a_notice_speaks_the_readers_language(language):
    expected = {
        "en": "Inverted, as you asked.",
        "pt_BR": "Invertida, como você pediu.",
        "zh_CN": "已按您的要求反相。",
    }
    assert i18n.sentence_of(Notice("inverted-on-request")) == expected[language]
    assert i18n.advice_of(Notice("inverted-on-request")) == ""


def test_plurals_follow_the_language(language):
    expected = {
        "en": ["{count} file", "{count} files"],
        "pt_BR": ["{count} arquivo", "{count} arquivos"],
        "zh_CN": ["{count} 个文件"] * 2,
    }
    said = [i18n.ngettext("{count} file", "{count} files", count) for count in (1, 2)]
    assert said == expected[language]


def test_a_run_asks_for_its_language_once_and_the_next_run_anew(monkeypatch):
    found = iter(["pt_BR", "zh_CN"])
    monkeypatch.setattr(i18n, "match_language", lambda tag: next(found))
    monkeypatch.setattr(i18n, "_run", threading.local())
    i18n.hold_language()
    assert [i18n.current_language() for _ in range(3)] == ["pt_BR"] * 3
    i18n.hold_language()
    assert i18n.current_language() == "zh_CN"
