"""What the tool for operating points writes."""

import pytest

from pages.shared import i18n
from pages.views.evidence.operating_points import percents


@pytest.mark.parametrize(
    ("prevalence", "text"), [(0.5, "50%"), (0.01, "1%"), (0.005, "0.5%"), (0.001, "0.1%")]
)
def test_a_prevalence_has_a_decimal_only_below_one_per_cent(prevalence, text, monkeypatch):
    monkeypatch.setattr(i18n, "current_language", lambda: "en")
    assert percents(prevalence) == text
