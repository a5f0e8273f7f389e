"""What version 0.1 said is said still: its figures and its sentences are the golden test.

`views.json.gz` holds every string of every view, in English, and `model_card.md.gz` the model card,
both as they were at commit f37e41c. A string that is said otherwise now has its successor in
`successors.json`; one that is gone has `{"gone": reason}` there.
"""

import gzip
import json
import re
from pathlib import Path

import pytest

from pages.views.gradcam import sanity, verdict
from tests.pages import conftest, tours

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OLD_VIEWS = json.loads(gzip.decompress((HERE / "views.json.gz").read_bytes()))
OLD_CARD = gzip.decompress((HERE / "model_card.md.gz").read_bytes()).decode()
SUCCESSORS = json.loads((HERE / "successors.json").read_text(encoding="utf-8"))
PAGES = tuple(tours.TOURS)

# A figure with its interval, its unit and its count, as the card writes one.
FIGURE = re.compile(r"−?\d[\d.]*(?: %)?(?: \(−?[\d.]+ to −?[\d.]+\))?†?(?: of \d+)?")


def figures(text):
    """Every figure of a text, with its interval and its count."""
    return set(FIGURE.findall(text))


def plain(text):
    """What is read of a string: no Markdown, no icons, single spaces."""
    text = re.sub(r":material/\w+:|\]\([^)]*\)|[*_`#\\\[\]|-]", " ", text)
    return " ".join(text.split())


@pytest.fixture(scope="module")
def now():
    """`now[page]`: all that a page says today, in every view of its tour, in English."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sanity, "cascade", tours.fake_cascade)
        patch.setattr(verdict, "measure", tours.fake_measure)
        use = conftest.engine_with(patch)
        said = {}
        for page, tour in tours.TOURS.items():
            conftest.forget()
            strings = []
            for _view, seen in tour(conftest.start_app, use, "en"):
                assert seen.failed == ()
                strings += [*seen.texts, *seen.tooltips]
            said[page] = "\n".join(map(plain, dict.fromkeys(strings)))
        conftest.forget()
    return said


def test_every_figure_of_the_old_card_is_written_still():
    documents = [ROOT / "model" / "MODEL_CARD.md", ROOT / "docs" / "figures.md"]
    text = "\n".join(one.read_text(encoding="utf-8") for one in documents if one.exists())
    assert figures(OLD_CARD) - figures(text) == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_of_the_old_views_is_said_still_or_has_a_successor(now, page):
    told = now[page]
    everywhere = "\n".join(now.values())
    missing = []
    for view, strings in OLD_VIEWS.items():
        if view.partition("/")[0] != page:
            continue
        for string in strings:
            successor = SUCCESSORS.get(string, string)
            if isinstance(successor, dict):
                assert successor["gone"], string
            elif plain(successor) not in (told if successor == string else everywhere):
                missing.append(string)
    assert list(dict.fromkeys(missing)) == []
