"""Maps whose worth is known beforehand."""

import pytest

from pages.views.gradcam import verdict
from tests.pages.fake_engine import FakeEngine, manifest


@pytest.fixture
def measured(monkeypatch, use_engine):
    """Gives every map the same four numbers, and the manifest thresholds."""

    def use(numbers, thresholds=True):
        part = {
            "thresholds": {
                "lungs": 1.3,
                "faithfulness": 0.25,
                "agreement": 0.3,
                "stability": 0.6,
                "survival": 0.35,
            },
            "quantile": 0.95,
            "random_networks": {"held_out": {"do-not-use": {"value": 0.975, "n": 80}}},
            "shipped": {"test": {"all": {"supported": {"value": 0.4, "n": 120}}}},
        }
        engine = FakeEngine()
        engine.manifest = manifest(explanation={"verdict": part} if thresholds else {})
        monkeypatch.setattr(verdict, "measure", lambda *_args, **_names: numbers)
        return use_engine(engine)

    return use
