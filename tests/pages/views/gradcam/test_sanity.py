"""The sanity check on the page: a map that outlives the weights is called out."""

import pytest

from model.errors import TensorFlowMissingError
from model.explain.methods import explain
from model.explain.randomise import LAYERS, TRAINED, CascadeStep
from pages.views.gradcam import sanity
from tests.pages.explorer_page import GOOD, SAMPLE, panes
from tests.pages.test_classify import CHARTS, alts


def fake_cascade(last):
    def cascade(name, picture, target, network, *, stage, progress):
        heat = explain(name, picture, target, network, stage=stage)
        similar = (1.0, 0.8, 0.5, 0.3, 0.2, last)
        progress(6, 6)
        return tuple(
            CascadeStep(layer, heat, ssim)
            for layer, ssim in zip((TRAINED, *LAYERS), similar, strict=True)
        )

    return cascade


@pytest.mark.parametrize(
    ("last", "kind", "title"),
    [(0.1, "success", "Passes the sanity check"), (0.6, "error", "Fails the sanity check")],
)
def test_the_sanity_check_calls_out_a_map_that_outlives_the_weights(
    measured, explore, monkeypatch, last, kind, title
):
    measured(GOOD)
    monkeypatch.setattr(sanity, "cascade", fake_cascade(last))
    app = explore(sample=SAMPLE, view="sanity")
    assert not app.exception
    assert [box.proto.title for box in app.get(kind)] == [title]
    assert panes(app)[1:] == ["Map of the trained network", "trained: SSIM 1.00"]
    app.select_slider(key="explorer_sanity_step").set_value("conv4").run()
    assert panes(app)[2] == "+ conv4: SSIM 0.30"
    assert alts(app, CHARTS)[1] == (
        "SSIM with the trained map after each step: trained 1.00, logits 0.80, + conv5 0.50, "
        f"+ conv4 0.30, + conv3 0.20, + conv2 {last:.2f}"
    )


def test_the_sanity_check_without_tensorflow_says_what_is_missing(fake, explore, monkeypatch):
    def cascade(*_args, **_names):
        raise TensorFlowMissingError(package="tensorflow")

    monkeypatch.setattr(sanity, "cascade", cascade)
    app = explore(sample=SAMPLE, view="sanity")
    assert not app.exception
    assert "`tensorflow-missing`" in app.error[0].value
