"""Another film: the second one of a mixture, or the one that the same draw is shown on."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from model.errors import ReadingError
from pages.shared.i18n import _, fill, plain, whole_percent
from pages.shared.notices import draw_error
from pages.shared.study import Study, study_of
from pages.shared.terms import term_help
from pages.shared.upload.cases import Case, sample_case, uploaded_cases
from pages.shared.upload.field import sample_title
from pages.shared.upload.samples import Sample, all_samples
from pages.shared.wording import class_name, class_title
from pages.views.augment.choice import CHOICES
from pages.views.augment.steps import pipeline_of

NOBODY: Final = ""
"""What the widget holds where no other film is chosen."""


def choose_partner(film: Study) -> Study | None:
    """Asks for the second film where a step mixes two; None where none does."""
    pipeline = pipeline_of()
    if not pipeline.needs_partner:
        return None
    others = [sample for sample in all_samples() if sample.file != film.name]
    files = [sample.file for sample in others]
    file = CHOICES.pick(
        st.selectbox,
        "partner",
        _("The other film"),
        files,
        _first_of_another_class(film, others),
        format_func=_sample_text,
        help=term_help("mixup", _("Mixup and CutMix take a second film with a label of its own.")),
    )
    return _read(sample_case(_sample(file)))


def _first_of_another_class(film: Study, others: list[Sample]) -> str:
    label = label_of(film) or film.predicted
    apart = [one.file for one in others if one.label not in (label, "lateral")]
    return apart[0]


def label_of(film: Study) -> str:
    """The class that a sample stands for; empty for an upload, whose label nobody knows."""
    source = film.case.source
    return source.label if isinstance(source, Sample) else ""


def label_sentence(film: Study, partner: Study | None, share: float) -> str:
    """What becomes of the label after a mixture; empty where it stays whole.

    Args:
        film: The film in the loop.
        partner: The second film.
        share: Share of the label that is still the first film's.
    """
    if partner is None or share >= 1:
        return ""
    return fill(
        _("The label of this draw: {own} {name}, {rest} {other}."),
        {
            "own": whole_percent(share),
            "name": _label_name(label_of(film)),
            "rest": whole_percent(1 - share),
            "other": _label_name(label_of(partner)),
        },
    )


def _label_name(label: str) -> str:
    if not label:
        return _("this film's own label")
    return class_title(label) if label == "lateral" else class_name(label)


def choose_other(film: Study) -> Study | None:
    """Asks for another film to show the same draw on; None where none is wanted."""
    uploads = [case for case in uploaded_cases() if case.key != film.case.key]
    samples = [sample for sample in all_samples() if sample.file != film.name]
    cases = {case.key: case for case in (*uploads, *map(sample_case, samples))}
    texts = _case_texts(cases)
    key = CHOICES.widget_key("other")
    own = CHOICES.current().other
    wanted = f"sample:{own}" if own else NOBODY
    if st.session_state.get(key, wanted) not in cases:
        st.session_state[key] = NOBODY
    st.session_state.setdefault(key, wanted)
    chosen = st.selectbox(
        _("The same draw on another film"),
        [NOBODY, *cases],
        format_func=lambda name: texts[name] if name else _("no other film"),
        key=key,
        label_visibility="collapsed",
    )
    case = cases.get(chosen)
    CHOICES.note(other=case.source.file if case and isinstance(case.source, Sample) else "")
    return None if case is None else _read(case)


def _read(case: Case) -> Study | None:
    with st.spinner(_("Reading the picture and asking the network")):
        try:
            return study_of(case)
        except ReadingError as error:
            draw_error(error)
            return None


def _sample(file: str) -> Sample:
    return next(sample for sample in all_samples() if sample.file == file)


def _sample_text(file: str) -> str:
    """A sample in a list; with its file, because an entry is known by its text."""
    return f"{sample_title(_sample(file))} · {file}"


def _case_texts(cases: Mapping[str, Case]) -> dict[str, str]:
    """Cases in a list, by key; numbered where two uploads have one name."""
    texts: dict[str, str] = {}
    for key, case in cases.items():
        source = case.source
        text = _sample_text(source.file) if isinstance(source, Sample) else plain(case.name)
        count = sum(other.startswith(text) for other in texts.values())
        texts[key] = f"{text} ({count + 1})" if count else text
    return texts
