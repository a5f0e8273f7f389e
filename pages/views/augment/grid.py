"""Draws as small pictures, each with what became of the answer; a click shows one large."""

import streamlit as st

from pages.shared.i18n import _, fill, percent
from pages.shared.study import Study
from pages.shared.wording import class_title
from pages.views.augment.choice import CHOICES
from pages.views.augment.steps import pipeline_of
from pages.views.augment.trial import Spread, before, small_pictures

# Of a column, in CSS pixels: three on a phone, six on a desk.
COLUMNS = 6
COLUMN = 104


def draw_grid(film: Study, partner: Study | None, spread: Spread, draws: tuple[int, ...]) -> None:
    """Draws a grid of draws.

    Args:
        film: The film in the loop.
        partner: The second film of a mixture.
        spread: The draws and their answers.
        draws: Numbers of the draws to show, from 1.
    """
    choice = CHOICES.current()
    pictures = small_pictures(film, pipeline_of(), choice.seed, draws, partner)
    as_is = before(film)
    with st.grid(COLUMNS, min_column_width=COLUMN, gap="small", key="playground_grid") as grid:
        for draw, picture in zip(draws, pictures, strict=True):
            predicted = spread.answers.predicted[draw - 1]
            share = spread.row(draw - 1)[predicted]
            refused = bool(spread.answers.refused[draw - 1])
            with grid.cell(), st.container(gap="xxsmall"):
                st.image(
                    picture,
                    width="stretch",
                    alt=fill(
                        _("Draw {number}: {name}, {share}"),
                        {
                            "number": draw,
                            "name": class_title(predicted),
                            "share": percent(share),
                        },
                    ),
                )
                shown = draw == choice.draw
                label = fill(_("Draw {number}"), {"number": draw})
                st.button(
                    f"**{label}**" if shown else label,
                    icon=":material/visibility:" if shown else None,
                    key=f"playground_show_{draw}",
                    on_click=_show,
                    args=(draw,),
                    type="tertiary",
                    help=_("Show this draw beside the film"),
                )
                st.caption(mark_text(predicted, as_is.predicted, refused))
    if any(spread.answers.refused[draw - 1] for draw in draws):
        st.caption(
            _(
                "The gate was set on films as they come. It takes many changed ones for unfamiliar "
                "where a reader sees nothing amiss, and would refuse them on the light box too."
            )
        )


def mark_text(predicted: str, unchanged: str, refused: bool) -> str:
    """What became of the answer, as Markdown: an icon and words, never a colour alone.

    Args:
        predicted: The likeliest class.
        unchanged: That of the film as it is.
        refused: Whether the gate refuses.
    """
    if predicted == unchanged:
        said = ":material/check: " + _("The answer stays")
    else:
        change = fill(_("**Changes** to {name}"), {"name": class_title(predicted)})
        said = f":material/swap_horiz: {change}"
    return f"{said} · {refused_text()}" if refused else said


def refused_text() -> str:
    """That the gate refuses, as Markdown."""
    return ":material/block: " + _("The gate refuses")


def _show(draw: int) -> None:
    CHOICES.tell(draw=draw, view="compare")
