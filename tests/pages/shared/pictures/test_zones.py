"""Where the evidence lies, in words."""

import numpy as np
import pytest

from model.explain.cam import EvidenceMaps
from model.explain.location import HEIGHTS, SIDES
from pages.shared import i18n
from pages.shared.pictures.zones import ZONES, evidence_sentence


def one_cell(row, column):
    contributions = np.zeros((4, 7, 7), np.float32)
    contributions[3, row, column] = 0.2
    return EvidenceMaps(contributions)


@pytest.mark.parametrize(
    ("cell", "language", "sentence"),
    [
        (
            (0, 0),
            "en",
            "Evidence for viral pneumonia is strongest here: upper zone, left side of the "
            "picture. It holds 100% of it; an even spread would give 17%.",
        ),
        (
            (6, 6),
            "pt_BR",
            "A evidência para pneumonia viral é mais forte aqui: zona inferior, lado direito da "
            "imagem. Aí estão 100% dela; uma distribuição uniforme daria 17%.",
        ),
        (
            (3, 6),
            "zh_CN",
            "支持“病毒性肺炎”的证据在此处最强：图像右侧中部，"
            "占全部证据的 100%；若均匀分布则为 17%。",
        ),
    ],
)
def test_the_zone_with_most_evidence_is_named(cell, language, sentence, monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: language)
    assert evidence_sentence(one_cell(*cell), "viral") == sentence


def test_no_evidence_is_said_too(monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: "en")
    sentence = "There is no evidence for healthy anywhere in the picture."
    assert evidence_sentence(one_cell(0, 0), "healthy") == sentence


def test_every_zone_has_a_name():
    assert set(ZONES) == {(height, side) for height in HEIGHTS for side in SIDES}
