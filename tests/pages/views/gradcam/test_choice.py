"""What an address says of the explorer, and what nonsense in it does: nothing."""

import pytest

from model.explain.target import Target
from pages.views.gradcam.choice import CHOICES, TOPS, ExplorerChoice

EVERYTHING = {
    "label": "viral",
    "against": "bacterial",
    "stage": "conv3",
    "methods": "layercam,grad-cam++",
    "mode": "contours",
    "opacity": "55",
    "threshold": "40",
    "top": "0.03",
    "lungs": "1",
    "view": "verdict",
}


def test_an_address_says_everything_and_is_written_back_as_it_was():
    choice = CHOICES.read(EVERYTHING)
    assert choice == ExplorerChoice(
        label="viral",
        against="bacterial",
        stage="conv3",
        methods=("layercam", "grad-cam++"),
        mode="contours",
        opacity=55,
        threshold=40,
        top=0.03,
        lungs=True,
        view="verdict",
    )
    assert CHOICES.to_address(choice) == EVERYTHING


def test_what_is_as_it_starts_is_not_written():
    assert CHOICES.to_address(ExplorerChoice()) == {}
    assert CHOICES.read({}) == ExplorerChoice()
    assert CHOICES.to_address(ExplorerChoice(opacity=0)) == {"opacity": "0"}


@pytest.mark.parametrize("top", TOPS)
def test_every_step_of_the_scale_has_an_address(top):
    assert CHOICES.read(CHOICES.to_address(ExplorerChoice(top=top))).top == top


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("label", "<script>"),
        ("label", "lateral"),
        ("against", "healthy "),
        ("stage", "conv6"),
        ("methods", "grad-cam-3000,,"),
        ("mode", "jet"),
        ("opacity", "101"),
        ("opacity", "-5"),
        ("opacity", "٣"),
        ("opacity", "9" * 5000),
        ("threshold", "95"),
        ("threshold", "1e1"),
        ("top", "0.2"),
        ("top", "nan"),
        ("lungs", "yes"),
        ("view", "../etc"),
    ],
)
def test_nonsense_is_left_out_and_harms_nothing_else(name, text):
    good = EVERYTHING | {name: text}
    expected = {key: value for key, value in EVERYTHING.items() if key != name}
    assert CHOICES.read(good) == CHOICES.read(expected)


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("grad-cam++", ("grad-cam++",)),
        # What a browser makes of a plus sign that somebody typed.
        ("grad-cam  ", ("grad-cam++",)),
        ("rise, grad-cam  ", ("rise", "grad-cam++")),
        ("rise,rise,hirescam", ("rise", "hirescam")),
        ("rise,nonsense,hirescam", ("rise", "hirescam")),
        (
            "rise,hirescam,layercam,grad-cam,occlusion",
            ("rise", "hirescam", "layercam", "grad-cam"),
        ),
    ],
)
def test_methods_are_known_single_and_four_at_the_most(text, methods):
    assert CHOICES.read({"methods": text}).methods == methods


def test_sliders_move_in_steps():
    assert CHOICES.read({"opacity": "53"}).opacity == 55


def test_the_target_is_the_answer_unless_another_class_is_asked_for():
    assert ExplorerChoice().target("covid") == Target("covid")
    assert ExplorerChoice(label="viral", against="covid").target("covid") == Target(
        "viral", "covid"
    )
    # “COVID-19, rather than COVID-19” is no question.
    assert ExplorerChoice(against="covid").target("covid") == Target("covid")
