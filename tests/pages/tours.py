"""Tours of the app: every page in each of its views, in one language, each drawn once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from model.classifier.artefacts import load_manifest
from model.explain.methods import explain
from model.explain.randomise import LAYERS, TRAINED, Step
from pages.views.glossary.choice import FIGURES
from pages.views.glossary.learning import SEED_KEY
from tests.dicom_factory import chest, make_dicom, png
from tests.pages.explorer_page import GOOD, SAMPLE
from tests.pages.fake_engine import FakeEngine
from tests.pages.shown import shown, tooltips

FILM = png(np.rint(255 * chest(256, 240)).astype(np.uint8))
NEGATIVE = png(np.rint(255 * (1 - chest(256, 240))).astype(np.uint8))


@dataclass(frozen=True)
class Seen:
    """What a reader meets in one view.

    Attributes:
        texts: Every string.
        tooltips: Those that are tooltips.
        failed: What went wrong, if anything did.
    """

    texts: tuple[str, ...]
    tooltips: tuple[str, ...]
    failed: tuple[str, ...]


def seen(app) -> Seen:
    """What a page shows now."""
    return Seen(tuple(shown(app)), tuple(tooltips(app)), tuple(map(str, app.exception)))


Views = Iterator[tuple[str, Seen]]
Start = Callable[..., object]
"""`start(lang=…, …)`: the app at its router."""

Use = Callable[[object], object]
"""`use(engine)`: puts an engine in the place of the real one."""


def fake_cascade(name, picture, target, network, *, stage, progress):
    """The sanity check without TensorFlow: the map falls apart."""
    heat = explain(name, picture, target, network, stage=stage)
    progress(6, 6)
    similar = (1.0, 0.8, 0.5, 0.3, 0.2, 0.1)
    return tuple(
        Step(layer, heat, ssim) for layer, ssim in zip((TRAINED, *LAYERS), similar, strict=True)
    )


def fake_measure(*_args, **_names):
    """The numbers of a map that passes every check."""
    return GOOD


def follow(app, **query):
    """The page as after a link with these parameters and no others, in the language it is in."""
    language = app.query_params["lang"]
    app.query_params.clear()
    for name, value in {"lang": language, **query}.items():
        app.query_params[name] = value
    return app.run()


def upload(app, *files):
    """The page after an upload."""
    for name, data in files:
        app.file_uploader(key="uploads").upload(name, data)
    return app.run()


def classify(start: Start, use: Use, language: str) -> Views:
    """The light box: empty, answered, and everything that can go wrong."""
    use(FakeEngine())
    yield "empty", seen(start(lang=language))
    yield "answer", seen(_reading(start, language, sample=SAMPLE))
    app = upload(start(lang=language), ("broken.png", b""))
    yield "error", seen(app)
    frames = np.stack([np.rint(4000 * chest(128, 120, seed)) for seed in range(3)])
    dicom = make_dicom(frames.astype(np.uint16), WindowCenter=[2000, 1000], WindowWidth=[4000, 500])
    yield "frames", seen(upload(_reading(start, language), ("several.dcm", dicom)))
    app = upload(start(lang=language), ("negative.png", NEGATIVE))
    yield "negative", seen(app)
    yield "inverted", seen(app.button(key="read_inverted").click().run())
    app = upload(start(lang=language), ("first.png", FILM), ("notes.dcm", b"no picture at all"))
    yield "worklist", seen(app)
    use(FakeEngine(lateral=1.0))
    yield "refusal", seen(upload(start(lang=language), ("side.png", FILM)))


def _reading(start, language, **query):
    app = start(lang=language, **query)
    app.session_state["how_read"] = True
    return app.run()


def gradcam(start: Start, use: Use, language: str) -> Views:
    """The explorer: every view, and a picture that the gate refuses."""
    use(FakeEngine())
    app = start(page="pages/gradcam.py", lang=language, sample=SAMPLE)
    methods = "grad-cam,eigen-cam"
    for view in ("maps", "verdict", "sanity", "shortcuts", "features", "draw"):
        yield view, seen(follow(app, sample=SAMPLE, view=view, methods=methods, lungs="1"))
    app.slider(key="explorer_box_across").set_value((10, 60)).run()
    app.session_state["explorer_revealed"] = True
    yield "revealed", seen(app.run())
    use(FakeEngine(lateral=1.0))
    app = upload(start(lang=language), ("side.png", FILM)).switch_page("pages/gradcam.py").run()
    yield "refusal", seen(app)
    toggle = next(one for one in app.toggle if one.key.startswith("explorer_anyway"))
    yield "insisted", seen(toggle.set_value(True).run())


PLAYED: Mapping[str, Mapping[str, str]] = {
    "compare": {},
    "steps": {
        "pipeline": "rotation,-10..10;gamma,0.714..1.4;quantum-noise,0.01..1;"
        "erasing,0.08..0.3,0.08..0.3,0..1"
    },
    "wipe": {"look": "wipe"},
    "difference": {"look": "difference", "other": "covid-1.png"},
    "sweep": {"view": "sweep"},
    "no-parameter": {"view": "sweep", "transform": "inversion"},
    "draws": {"view": "draws", "draws": "12"},
    "why": {"view": "why"},
    "mixture": {"pipeline": "mixup,0.4..0.5"},
    "flagged": {"pipeline": "horizontal-flip;crop,0.5..0.6"},
    "nothing": {"pipeline": "none"},
    "unread": {"pipeline": "rotation,1.."},
}
"""Views of the playground and the links that lead to them."""


def augment(start: Start, use: Use, language: str) -> Views:
    """The playground: every view, every look, every kind of pipeline, a refused picture."""
    use(FakeEngine())
    app = start(page="pages/augment.py", lang=language, sample=SAMPLE)
    for view, query in PLAYED.items():
        yield view, seen(follow(app, sample=SAMPLE, **query))
    use(FakeEngine(lateral=1.0))
    app = upload(start(lang=language), ("side.png", FILM)).switch_page("pages/augment.py").run()
    yield "refusal", seen(app)


def glossary(start: Start, use: Use, language: str) -> Views:
    """The glossary: the list, a term, every live figure, both ways to learn."""
    use(FakeEngine())
    app = start(page="pages/glossary.py", state={SEED_KEY: 1}, lang=language)
    yield "lookup", seen(app)
    yield "nothing-found", seen(app.text_input(key="glossary_query").set_value("zzzzqqqq").run())
    app.text_input(key="glossary_query").set_value("").run()
    yield "term", seen(follow(app, term="grad-cam"))
    yield "unknown", seen(follow(app, term="grad-cam-3000"))
    for view in ("bridges", "timeline"):
        yield view, seen(follow(app, view=view))
    for figure in FIGURES:
        yield figure, seen(follow(app, view="figures", figure=figure))
    follow(app, view="quiz")
    choice = next(one for one in app.button if (one.key or "").startswith("glossary_quiz_"))
    yield "quiz", seen(choice.click().run())
    follow(app, view="cards")
    app.button(key="glossary_turn").click().run()
    yield "cards", seen(app)


def evidence(start: Start, use: Use, language: str) -> Views:
    """The evidence, with the figures that the app is shipped with."""
    engine = FakeEngine()
    engine.manifest = load_manifest()
    use(engine)
    for view in VIEWS["evidence"]:
        yield view, seen(start(page="pages/evidence.py", lang=language, view=view))


TOURS = {tour.__name__: tour for tour in (classify, gradcam, augment, glossary, evidence)}

VIEWS: Mapping[str, tuple[str, ...]] = {
    "classify": (
        "empty", "answer", "error", "frames", "negative", "inverted", "worklist", "refusal",
    ),
    "gradcam": (
        "maps", "verdict", "sanity", "shortcuts", "features", "draw", "revealed", "refusal",
        "insisted",
    ),
    "augment": (*PLAYED, "refusal"),
    "glossary": (
        "lookup", "nothing-found", "term", "unknown", "bridges", "timeline", *FIGURES, "quiz",
        "cards",
    ),
    "evidence": ("summary", "fooled", "performance", "gate", "record", "all"),
}  # fmt: skip
"""What each tour shows, in its order."""
