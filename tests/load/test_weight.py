from urllib.parse import parse_qs

from pages.views.augment.choice import VIEWS as PLAYGROUND
from pages.views.evidence.views import VIEWS as EVIDENCE
from pages.views.glossary.choice import VIEWS as GLOSSARY
from pages.views.gradcam.choice import VIEWS as EXPLORER
from tests.load.weight import STEPS


def seen(page):
    visits = [visit for _title, visits in STEPS for visit in visits]
    queries = [parse_qs(query) for name, query in visits if name == page]
    return {value for query in queries for value in query.get("view", [])}


def test_every_view_is_weighed():
    # A view that is not named is the first one.
    assert seen("gradcam") == set(EXPLORER[1:])
    assert seen("augment") == set(PLAYGROUND)
    assert seen("glossary") == set(GLOSSARY)
    assert seen("evidence") == set(EVIDENCE)


def test_only_the_last_steps_load_tensorflow():
    titles = [title for title, _visits in STEPS]
    assert titles.index("every page and view that needs no TensorFlow") == len(STEPS) - 4
