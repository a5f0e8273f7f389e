"""How well children and adults are told apart, and how often an answer contradicts that."""

import streamlit as st

from pages.shared.i18n import _, fill
from pages.views.evidence.names import split_name
from pages.views.evidence.numbers import Figure, share, share_of
from pages.views.evidence.table import draw_table


def draw_age(age: Figure, elsewhere: Figure) -> None:
    """Draws what the age head says of each split.

    Args:
        age: ``figures["age"]`` of the manifest.
        elsewhere: Children of other sources, and what heads that had not seen them took them for;
            empty where that was not measured.
    """
    st.markdown(
        _(
            "Bacterial and viral pneumonia were learnt from children alone, COVID-19 from adults "
            "almost alone. A head on the same features says whether a film looks like one of a "
            "child, so that an answer learnt from others alone can be doubted."
        )
    )
    draw_table(
        [
            {
                _("Split"): split_name(split),
                _("Right"): share_of(own["right"]),
                _("Wrong"): share(own["wrong"]),
                _("Cannot tell"): share(own["unclear"]),
                _("Answers learnt from others alone"): share(own["foreign"]),
            }
            for split, own in ((split, age[split]) for split in ("val", "test", "adult"))
        ],
        _("How well children and adults are told apart"),
    )
    if elsewhere:
        st.caption(
            fill(
                _(
                    "Of {n} children from other sources, heads that had not seen them took {child} "
                    "for children and {adult} for adults: the head knows small children of one "
                    "hospital, and older ones hardly."
                ),
                {name: elsewhere[name] for name in ("n", "child", "adult")},
            )
        )
