"""One study of a radiograph: made once, whatever page shows it, and kept where it belongs."""

import hashlib
import pickle

import numpy as np
import pytest

from model.errors import FrameOutOfRangeError
from pages.shared import study
from pages.shared.upload.cases import HowToRead, sample_case
from pages.shared.upload.samples import all_samples

PAGES = ("pages/classify.py", "pages/gradcam.py", "pages/augment.py")


@pytest.fixture
def counted(monkeypatch):
    """The pictures that were squashed to the network's input, wherever that was asked for."""
    made = []

    def network_input(pixels, real=study.network_input):
        made.append(pixels.shape)
        return real(pixels)

    monkeypatch.setattr("pages.shared.study.network_input", network_input)
    monkeypatch.setattr("model.classifier.prediction.network_input", network_input)
    return made


@pytest.mark.parametrize("where", ["upload", "sample"])
def test_the_input_of_a_film_is_computed_once_for_all_pages(
    where, fake, start, counted, radiograph
):
    app = start(**({"sample": "bacterial-1.png"} if where == "sample" else {}))
    if where == "upload":
        app.file_uploader(key="uploads").upload("a.png", radiograph)
        app.run()
    for page in PAGES:
        app.switch_page(page).run()
        assert not app.exception
        assert len(counted) == 1


def examined(case):
    how = HowToRead()
    return study.Study(case, how, *study._find(case.data, how))


def test_a_study_is_what_the_network_received_and_said(fake):
    case = sample_case(all_samples()[0])
    found = examined(case)
    assert (found.received.shape, found.received.dtype) == ((224, 224), np.float32)
    assert found.picture.shape == (224, 224, 3)
    assert (found.grey.min() >= 0, found.grey.max() <= 1, found.grey.dtype) == (
        True,
        True,
        np.float32,
    )
    assert found.digest == hashlib.sha256(found.received.tobytes()).hexdigest()
    assert max(found.radiograph.pixels.shape) <= study.DISPLAY_SIDE
    assert found.film.shape == found.radiograph.pixels.shape
    assert (found.name, found.predicted, found.accepted) == (case.name, "bacterial", True)


def test_a_refused_study_has_logits_and_no_answer(use_engine):
    from tests.pages.fake_engine import FakeEngine

    use_engine(FakeEngine(lateral=1.0))
    found = examined(sample_case(all_samples()[0]))
    assert not found.accepted
    assert found.examination.answer is None
    assert found.predicted == "bacterial"


def test_an_error_survives_the_copies_of_a_cache():
    error = pickle.loads(pickle.dumps(FrameOutOfRangeError(frame=3, frames=2)))
    assert type(error) is FrameOutOfRangeError
    assert error.notice.values == {"frame": 3, "frames": 2}
    assert str(error) == "Frame 3 was asked for; the file has 2."
