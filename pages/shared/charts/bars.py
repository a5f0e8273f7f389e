"""Calibrated probabilities as bars: a table that a screen reader reads, in the reader's theme."""

from collections.abc import Mapping
from html import escape

from pages.shared.i18n import _, percent
from pages.shared.wording import class_title

# Okabe–Ito: apart for every kind of colour vision; always beside a name, never alone.
# References: Okabe M, Ito K. Color universal design, 2008. https://jfly.uni-koeln.de/color/
CLASS_COLOURS: dict[str, str] = {
    "healthy": "#009E73",
    "covid": "#D55E00",
    "bacterial": "#0072B2",
    "viral": "#CC79A7",
}

# Told apart without colour as well.
CLASS_DASHES: dict[str, str] = {
    "healthy": "solid",
    "covid": "dash",
    "bacterial": "dot",
    "viral": "dashdot",
}

_CELL = "border:0;white-space:nowrap;font-weight:{weight}"
_ROW = (
    f'<tr><th scope="row" style="{_CELL};text-align:left;padding:0.3rem 0.9rem 0.3rem 0">'
    "{name}</th>"
    '<td style="width:100%;padding:0;border:0"><div style="background:{colour};height:1.15rem;'
    'min-width:2px;width:{width:.1f}%;border-radius:2px"></div></td>'
    f'<td style="{_CELL};text-align:right;padding:0.3rem 0 0.3rem 0.9rem">'
    "{number}</td></tr>"
)
_SLIM_ROW = (
    '<tr><th scope="row" style="border:0;padding:0;text-align:left;font-weight:{weight}">{name}'
    '<div style="background:{colour};height:0.4rem;min-width:2px;width:{width:.1f}%;'
    'border-radius:2px;margin-bottom:0.3rem"></div></th>'
    '<td style="border:0;padding:0 0 0 0.4rem;text-align:right;vertical-align:top;'
    'white-space:nowrap;font-weight:{weight}">{number}</td></tr>'
)


def bars_html(probabilities: Mapping[str, float]) -> str:
    """The probabilities as an HTML table with a bar in each row, the highest on top.

    HTML rather than a chart: names and numbers are text in the colours of the theme, and a screen
    reader meets a table. Nothing in it comes from outside.

    Args:
        probabilities: Label → calibrated probability in [0, 1].
    """
    ordered = sorted(probabilities, key=lambda label: -probabilities[label])
    rows = "".join(
        _ROW.format(
            name=escape(class_title(label)),
            number=escape(percent(probabilities[label])),
            colour=CLASS_COLOURS[label],
            width=100 * probabilities[label],
            weight=600 if label == ordered[0] else 400,
        )
        for label in ordered
    )
    caption = escape(_("Calibrated probabilities"))
    return (
        f'<table aria-label="{caption}" style="width:100%;border-collapse:collapse;border:0">'
        f"<tbody>{rows}</tbody></table>"
    )


def slim_bars_html(probabilities: Mapping[str, float]) -> str:
    """The probabilities as a table for a narrow column: the name above its bar, classes in order.

    The order is that of the classes, so that two tables side by side can be compared.

    Args:
        probabilities: Label → calibrated probability in [0, 1].
    """
    highest = max(probabilities, key=lambda label: probabilities[label])
    rows = "".join(
        _SLIM_ROW.format(
            name=escape(class_title(label)),
            number=escape(percent(probability)),
            colour=CLASS_COLOURS[label],
            width=100 * probability,
            weight=600 if label == highest else 400,
        )
        for label, probability in probabilities.items()
    )
    caption = escape(_("Calibrated probabilities"))
    return (
        f'<table aria-label="{caption}" style="width:100%;border-collapse:collapse;border:0;'
        f'font-size:0.875rem;line-height:1.25"><tbody>{rows}</tbody></table>'
    )
