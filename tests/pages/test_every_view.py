"""Every view of every page: no sentence left in English, a tooltip at every term."""

import re
import string

import pytest
from pydicom._uid_dict import UID_dictionary
from streamlit.runtime.scriptrunner import get_script_run_ctx

from model.classifier.artefacts import load_manifest
from model.evaluation.sources import published
from model.explain.methods import METHODS
from model.glossary.bridges import WORDS
from model.glossary.entries import terms
from model.glossary.timeline import CORRECTIONS, MILESTONES
from pages.shared import i18n
from pages.views.gradcam import sanity, verdict
from tests.pages import conftest, tours
from tests.pages.test_catalogues import catalogue, texts

TRANSLATED = ("pt_BR", "zh_CN")


@pytest.fixture(scope="module")
def visited():
    """`visited(page, language)`: every view of a page, drawn once for all tests of this module."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sanity, "cascade", tours.fake_cascade)
        patch.setattr(verdict, "measure", tours.fake_measure)
        use = conftest.engine_with(patch)

        def visit(page, language):
            if (page, language) not in found:
                conftest.forget()
                patch.setattr(i18n, "current_language", reader_of(language))
                tour = tours.TOURS[page](conftest.start_app, use, language)
                found[page, language] = dict(tour)
            return found[page, language]

        yield visit
        conftest.forget()


CURRENT_LANGUAGE = i18n.current_language


def reader_of(language):
    """The language of a page; of AppTest too, which names options without being on the page."""
    return lambda: CURRENT_LANGUAGE() if get_script_run_ctx(suppress_warning=True) else language


def bare(text):
    """A string without Markdown and icons: what is read."""
    return re.sub(r":material/\w+:|[*_`#\\]", "", text).strip()


def fragments(message):
    """The parts of a template between its fields that are long enough to be told apart."""
    for part, *_field in string.Formatter().parse(message):
        words = bare(part)
        if len(words) >= 12 and " " in words:
            yield words


def english(language):
    """What must not be met in a language: whole messages, and longer parts of templates."""
    whole, parts, ours = set(), set(), set()
    for source, translation in texts(catalogue(language)).items():
        sources = source if isinstance(source, tuple) else (source,)
        targets = translation if isinstance(translation, tuple) else (translation,)
        ours |= set(map(bare, targets))
        told = bare(" ".join(targets))
        for message in sources:
            if message not in targets:
                whole.add(bare(message))
            parts |= {part for part in fragments(message) if part not in told}
    # A word may mean the same in both, elsewhere: “Normal” is no English left over.
    return whole - ours, parts


# English that stays English: papers, and the names of terms, which stand in all languages.
NAMES = frozenset(
    {
        *(name for term in terms().values() for name in term.names.values()),
        *(word for term in terms().values() for words in term.synonyms.values() for word in words),
        *(source.text for term in terms().values() for source in term.sources),
        *(method.paper for method in METHODS.values()),
        *(one.paper for one in (*MILESTONES, *CORRECTIONS)),
        *(one.citation for one in published()),
        # As the index of the films states them.
        *(name for of in load_manifest().figures["data"]["licences"].values() for name in of),
        *(name for row in WORDS for name in row.names),
        # As the DICOM standard names them.
        *(row[0] for row in UID_dictionary.values()),
    }
)
ENGLISH = {language: english(language) for language in TRANSLATED}


def untranslated(text, language, stays=frozenset()):
    """What of a string is English that has a translation, and is none of what stays."""
    whole, parts = ENGLISH[language]
    read = bare(text)
    pieces = {read, *map(str.strip, re.split(r" · |\n", read))}
    return ((pieces & whole) | {part for part in parts if part in read}) - stays


def test_the_search_for_english_finds_it():
    assert untranslated(":material/check: The answer stays", "pt_BR") == {"The answer stays"}
    assert untranslated("**Peak of the map** · 3", "zh_CN") == {"Peak of the map"}
    assert untranslated("Grad-CAM · conv5", "pt_BR") == set()
    assert untranslated("Chest radiograph from the file a.png.", "zh_CN") == {
        "Chest radiograph from the file"
    }
    assert untranslated("A resposta se mantém", "pt_BR") == set()


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("page", tours.TOURS)
def test_a_tour_shows_every_view(visited, page, language):
    views = visited(page, language)
    assert tuple(views) == tours.VIEWS[page]
    assert {view: seen.failed for view, seen in views.items() if seen.failed} == {}
    assert {view: len(seen.texts) for view, seen in views.items() if len(seen.texts) <= 8} == {}


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("page", tours.TOURS)
def test_no_sentence_is_left_untranslated(visited, page, language):
    # The glossary names a term in all three languages.
    # So do the letters of its index, two of which are the sides of a film elsewhere.
    stays = NAMES | set(string.ascii_uppercase) if page == "glossary" else frozenset()
    found = {
        (view, text): untranslated(text, language, stays)
        for view, seen in visited(page, language).items()
        for text in seen.texts
    }
    assert {place: what for place, what in found.items() if what} == {}


STAYS = "|".join(map(re.escape, sorted(NAMES - {""}, key=len, reverse=True)))
ALLOWED = re.compile(f"(?<![A-Za-z])(?:{STAYS})(?![A-Za-z])")
CODE_OR_ADDRESS = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+|\S+/\S+|\S+\.(?:png|dcm|json|md)\b")
RUN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[\s,]+[A-Za-z][A-Za-z'’-]*){3,}")
# Words that every English sentence has and no Portuguese one.
FUNCTION_WORDS = re.compile(r"\b(?:the|of|and|with|which|from|this|is|are|not|by)\b")


def leftover(text):
    """A string without what stays English in every language."""
    return CODE_OR_ADDRESS.sub("·", ALLOWED.sub("·", text.replace("\\", "")))


def test_the_search_for_runs_of_english_finds_them():
    assert RUN.search(leftover("这里 the map of this film 显示")) is not None
    assert RUN.search(leftover("Selvaraju et al. 2017，见 `python -m model evaluate`")) is None
    assert RUN.search(leftover("曲线下面积 · Area under the ROC curve")) is None
    assert FUNCTION_WORDS.search(leftover("o mapa of the film")) is not None


@pytest.mark.parametrize(("language", "english"), [("zh_CN", RUN), ("pt_BR", FUNCTION_WORDS)])
@pytest.mark.parametrize("page", tours.TOURS)
def test_no_page_holds_english_that_has_no_translation(visited, page, language, english):
    found = [
        (view, text)
        for view, seen in visited(page, language).items()
        for text in seen.texts
        if english.search(leftover(text))
    ]
    assert found == []


# Where a term stands as a label, and the tooltip that has to be there.
EXPLAINED = {
    ("classify", "empty"): ("dicom", "synthetic-data"),
    ("classify", "answer"): (
        "calibration", "out-of-distribution", "conformal-prediction", "prevalence", "confounder",
        "class-activation-map", "heat-map", "window", "photometric-interpretation", "lung-zones",
        "histogram", "data-preprocessing", "grad-cam", "data-augmentation", "model-card",
    ),
    ("classify", "frames"): ("dicom", "window", "de-identification"),
    ("classify", "negative"): ("photometric-interpretation",),
    ("gradcam", "maps"): (
        "post-hoc-explanation", "logit", "feature-map", "saliency-map", "heat-map", "segmentation",
        "grad-cam", "rank-correlation", "lung-zones", "inference",
    ),
    ("gradcam", "verdict"): (
        "post-hoc-explanation", "faithfulness", "rank-correlation", "robustness",
        "deletion-and-insertion", "segmentation",
    ),
    ("gradcam", "sanity"): ("sanity-check", "structural-similarity", "parameter", "saliency-map"),
    ("gradcam", "shortcuts"): (
        "shortcut-learning", "test-set", "counterfactual-explanation",
    ),
    ("gradcam", "features"): ("feature-map", "activation-function", "logit"),
    ("gradcam", "draw"): ("bounding-box",),
    ("gradcam", "revealed"): (
        "pointing-game", "intersection-over-union", "region-of-interest", "heat-map",
    ),
    ("gradcam", "refusal"): ("out-of-distribution",),
    ("augment", "compare"): (
        "data-augmentation", "random-seed", "geometric-transformation", "histogram",
        "data-preprocessing",
    ),
    ("augment", "steps"): ("intensity-transformation", "quantum-noise", "random-erasing"),
    ("augment", "sweep"): ("geometric-transformation", "robustness"),
    ("augment", "draws"): (
        "test-time-augmentation", "calibration", "robustness", "out-of-distribution",
    ),
    ("augment", "why"): (
        "overfitting", "data-augmentation", "cross-entropy", "sensitivity", "epoch", "training-set",
        "validation-set",
    ),
    ("augment", "mixture"): ("mixup", "label"),
    ("augment", "flagged"): ("horizontal-flip", "geometric-transformation"),
    ("glossary", "convolution"): ("kernel",),
    ("glossary", "relu"): ("parameter",),
    ("glossary", "softmax"): ("logit", "temperature-scaling"),
    ("glossary", "overfitting"): ("epoch",),
    ("glossary", "roc"): (
        "threshold", "prevalence", "sensitivity", "specificity", "positive-predictive-value",
        "negative-predictive-value", "auc", "confusion-matrix",
    ),
    ("glossary", "iou"): ("intersection-over-union", "bounding-box"),
    ("evidence", "all"): (
        "confidence-interval", "expected-calibration-error", "external-validation", "roc-curve",
        "confusion-matrix", "shortcut-learning", "sensitivity", "specificity",
    ),
}  # fmt: skip


@pytest.mark.parametrize("page", tours.TOURS)
def test_terms_have_their_tooltips(visited, page):
    wanted = {view: names for (on, view), names in EXPLAINED.items() if on == page}
    assert wanted

    def explained(term, said):
        link = f"](glossary?term={term}&lang=zh_CN)"
        return any(link in text and terms()[term].names["zh_CN"] in text for text in said)

    missing = [
        (view, term)
        for view, names in wanted.items()
        for term in names
        if not explained(term, visited(page, "zh_CN")[view].tooltips)
    ]
    assert missing == []
