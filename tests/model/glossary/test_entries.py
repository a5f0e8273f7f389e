"""The entries: complete in three languages, true to the schema, linked to one another."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from model.glossary.bridges import BRIDGES, WORDS
from model.glossary.entries import FOLDER, LANGUAGES, TOPICS, terms
from model.glossary.timeline import CORRECTIONS, MILESTONES

SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
PLANNED = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))

# What the glossary was asked to have, word for word, and the entry that is it.
ASKED_FOR = {
    "artificial neural network": "artificial-neural-network",
    "convolutional neural network": "convolutional-neural-network",
    "deep learning": "deep-learning",
    "medical imaging": "medical-imaging",
    "feature extraction": "feature-extraction",
    "segmentation": "segmentation",
    "classification": "classification",
    "object detection": "object-detection",
    "instance segmentation": "instance-segmentation",
    "semantic segmentation": "semantic-segmentation",
    "transfer learning": "transfer-learning",
    "off-the-shelf features": "off-the-shelf-features",
    "fine-tuning": "fine-tuning",
    "data augmentation": "data-augmentation",
    "hyperparameter": "hyperparameter",
    "overfitting": "overfitting",
    "underfitting": "underfitting",
    "autoencoder": "autoencoder",
    "generative adversarial network": "generative-adversarial-network",
    "reinforcement learning": "reinforcement-learning",
    "interpretability": "interpretability",
    "end-to-end learning": "end-to-end-learning",
    "weakly supervised learning": "weakly-supervised-learning",
    "black box": "black-box",
    "class activation map": "class-activation-map",
    "feature map": "feature-map",
    "activation function": "activation-function",
    "ReLU": "relu",
    "softmax": "softmax",
    "pooling": "pooling",
    "translation invariance": "translation-invariance",
    "backpropagation": "backpropagation",
    "stochastic gradient descent": "stochastic-gradient-descent",
    "epoch": "epoch",
    "loss": "loss",
    "training set": "training-set",
    "validation set": "validation-set",
    "test set": "test-set",
    "vanishing gradient": "vanishing-gradient",
    "skip connection": "skip-connection",
    "residual network": "residual-network",
    "ImageNet": "imagenet",
    "limited annotated data": "limited-annotated-data",
    "generalisation": "generalisation",
    "regulatory and ethical considerations": "regulatory-and-ethical-considerations",
    "clinical workflow integration": "clinical-workflow-integration",
    "LeNet-5": "lenet-5",
    "AlexNet": "alexnet",
    "ZFNet": "zfnet",
    "GoogLeNet": "googlenet",
    "VGG": "vgg",
}

# Ends of sentences; a decimal point or an abbreviation is not followed by a capital.
STOPS = {
    "en": re.compile(r"[.?](?=\s+[“\"(]?[A-Z0-9]|$)"),
    "pt_BR": re.compile(r"[.?](?=\s+[“\"(]?[A-ZÀ-Ú0-9]|$)"),
    "zh_CN": re.compile(r"[。？]"),
}


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_follows_the_schema_and_has_what_was_planned(topic):
    entries = json.loads((FOLDER / f"{topic}.json").read_text(encoding="utf-8"))
    errors = Draft202012Validator(SCHEMA).iter_errors(entries)
    assert [f"{error.json_path}: {error.message}" for error in errors] == []
    assert [entry["id"] for entry in entries] == PLANNED[topic]


def test_there_are_as_many_as_asked_for_and_each_id_is_there_once():
    planned = [name for names in PLANNED.values() for name in names]
    assert set(PLANNED) == set(TOPICS)
    assert len(planned) == len(set(planned)) == len(terms()) >= 130
    assert list(terms()) == [name for topic in TOPICS for name in PLANNED[topic]]


def test_what_was_asked_for_is_there():
    def bare(words):
        return re.sub(r"\W", "", words).casefold()

    for words, name in ASKED_FOR.items():
        term = terms()[name]
        ways = [term.names["en"], term.id.replace("-", " "), *term.synonyms["en"]]
        assert any(bare(words) in bare(way) for way in ways), (words, ways)


def test_related_terms_exist_and_none_is_its_own():
    wrong = {
        term.id: [name for name in term.related if name not in terms() or name == term.id]
        for term in terms().values()
    }
    assert {name: related for name, related in wrong.items() if related} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_trimmed(language):
    for term in terms().values():
        texts = [term.names, term.definition, term.example, term.confusion or {language: "–"}]
        for text in (one[language] for one in texts):
            assert text, term.id
            assert text == text.strip(), term.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_definition_has_two_or_three_sentences(language):
    counts = {
        term.id: len(STOPS[language].findall(term.definition[language]))
        for term in terms().values()
    }
    assert {name: count for name, count in counts.items() if count not in (2, 3)} == {}


def test_chinese_is_chinese_and_portuguese_is_not_english():
    for term in terms().values():
        assert re.search("[\u4e00-\u9fff]{4}", term.definition["zh_CN"]), term.id
        assert term.definition["pt_BR"] != term.definition["en"], term.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_have_the_same_name(language):
    names = [term.names[language] for term in terms().values()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_entry_has_been_reviewed_yet():
    assert not any(any(term.reviewed.values()) for term in terms().values())


def test_every_source_can_be_looked_up():
    for term in terms().values():
        assert term.sources, term.id
        for source in term.sources:
            assert source.label, term.id
            assert source.link.startswith("https://") or not source.link, term.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_definition_is_the_first_sentence(language):
    for term in terms().values():
        short = term.short(language)
        assert term.definition[language].startswith(short)
        assert short.endswith(("。", ".")), term.id


def test_bridges_and_timeline_lead_to_terms():
    names = [name for bridge in BRIDGES for name in bridge.terms]
    names += [row.term for row in WORDS if row.term]
    names += [one.term for one in MILESTONES]
    assert [name for name in names if name not in terms()] == []


def test_the_timeline_has_the_figures_of_the_papers():
    figures = {one.name: (one.year, one.error) for one in MILESTONES}
    assert figures == {
        "LeNet-5": (1998, None),
        "AlexNet": (2012, 15.3),
        "ZFNet": (2013, 14.8),
        "GoogLeNet": (2014, 6.67),
        "VGG": (2014, 7.3),
        "ResNet": (2015, 3.57),
    }
    assert max(one.layers for one in MILESTONES) == 152


def test_every_milestone_and_correction_has_its_paper():
    for one in (*MILESTONES, *CORRECTIONS):
        assert re.fullmatch(r"https://(doi\.org/10\.|arxiv\.org/abs/\d{4}\.).+", one.link)


def test_what_is_often_wrong_is_right_here():
    imagenet = terms()["imagenet"].definition["en"] + (terms()["imagenet"].confusion or {})["en"]
    assert "21,841" in imagenet.replace(" ", ",").replace("\u202f", ",")
    alexnet = terms()["alexnet"]
    assert "2012" in alexnet.definition["en"] + alexnet.example["en"]
    assert "2021" not in alexnet.definition["en"] + alexnet.example["en"]
