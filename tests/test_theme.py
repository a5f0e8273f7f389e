"""The theme keeps its promises: readable in light and dark, and nothing leaves the machine."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
STYLE = (ROOT / "assets" / "style.css").read_text(encoding="utf-8")
THEME = CONFIG["theme"]


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def blend(colour, ground, share):
    """The colour that `share` of one laid on another gives."""
    channels = [
        round(share * int(colour[at : at + 2], 16) + (1 - share) * int(ground[at : at + 2], 16))
        for at in (1, 3, 5)
    ]
    return "#{:02x}{:02x}{:02x}".format(*channels)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_style_sheet_has_the_colours_of_the_theme():
    light, dark = THEME["light"], THEME["dark"]
    pairs = re.findall(r"light-dark\((#\w+), (#\w+)\)", STYLE)
    wanted = [(light[name], dark[name]) for name in ("textColor", "linkColor")]
    assert pairs == wanted
    assert re.findall(r"#[0-9a-f]{6}\b", STYLE) == [colour for pair in wanted for colour in pair]


@pytest.mark.parametrize("mode", ["light", "dark"])
class TestContrast:
    def test_text(self, mode):
        colours = THEME[mode]
        for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
            assert contrast(colours["textColor"], ground) >= 7
            assert contrast(colours["linkColor"], ground) >= 4.5

    def test_captions_which_streamlit_draws_at_three_fifths(self, mode):
        colours = THEME[mode]
        for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
            assert contrast(blend(colours["textColor"], ground, 0.6), ground) >= 4.5

    def test_primary_is_read_on_the_background_and_carries_white(self, mode):
        colours = THEME[mode]
        assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 4.5
        assert contrast(colours["primaryColor"], "#ffffff") >= 4.5

    def test_the_four_classes_stand_out(self, mode):
        for colour in THEME["chartCategoricalColors"][:4]:
            assert contrast(colour, THEME[mode]["backgroundColor"]) >= 3


def test_every_option_exists_in_this_streamlit():
    from streamlit import config

    known = set(config.get_config_options(force_reparse=True))
    ours = {
        f"{section}.{name}"
        for section, options in CONFIG.items()
        for name, value in options.items()
        if not isinstance(value, dict)
    }
    ours |= {f"theme.{mode}.{name}" for mode in ("light", "dark") for name in THEME[mode]}
    assert ours - known == set()


def test_nothing_leaves_the_machine():
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorLinks"] is False
    # The welcome message asks checkip.amazonaws.com for an address.
    assert CONFIG["logger"]["hideWelcomeMessage"] is True
    fonts = [value for name, value in THEME.items() if name in {"font", "headingFont", "codeFont"}]
    assert set(fonts) <= {"sans-serif", "serif", "monospace"}


def test_an_error_shows_no_details():
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_the_upload_cap_is_the_readers():
    from model.imaging.limits import MAX_BYTES

    assert CONFIG["server"]["maxUploadSize"] == MAX_BYTES // 2**20
