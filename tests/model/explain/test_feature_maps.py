import numpy as np
import pytest

from model.explain.feature_maps import channels, weightiest
from model.explain.target import Target

pytestmark = pytest.mark.tensorflow


def test_channels_come_in_their_order_and_end_with_the_stage(small, film):
    found = channels(small, film, "conv2", first=250, count=12)
    assert [one.index for one in found] == list(range(250, 256))
    whole = small.activations(film, "conv2")
    np.testing.assert_array_equal(found[0].values, whole[..., 250])
    assert found[0].contribution is None


def test_at_the_last_convolution_all_contributions_make_the_logit(small, film):
    target = Target("covid", "viral")
    found = weightiest(small, film, target, "conv5", 2048)
    logits = small.run(film[np.newaxis]).logits[0] - small.engine.head_bias
    whole = sum(one.contribution for one in found)
    assert whole == pytest.approx(float(logits @ target.vector), rel=0.01, abs=1e-3)


@pytest.mark.parametrize("stage", ["conv3", "conv5"])
def test_the_heaviest_come_first_whatever_their_sign(small, film, stage):
    found = weightiest(small, film, Target("bacterial"), stage, 8)
    sizes = [abs(one.contribution) for one in found]
    assert sizes == sorted(sizes, reverse=True)
    assert len({one.index for one in found}) == 8
    np.testing.assert_allclose(
        found[0].values,
        small.activations(film, stage)[..., found[0].index],
        rtol=0.02,
        atol=1e-3,
    )
