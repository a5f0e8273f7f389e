"""The terms, read from `assets/glossary/`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from model.messages import N_

FOLDER: Final = Path(__file__).resolve().parents[2] / "assets" / "glossary"

LANGUAGES: Final = ("en", "pt_BR", "zh_CN")

TOPICS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "foundations": N_("Foundations"),
        "architectures": N_("Networks and their parts"),
        "training": N_("Training"),
        "data": N_("Data and labels"),
        "augmentation": N_("Augmentation"),
        "tasks": N_("Tasks"),
        "metrics": N_("Metrics"),
        "calibration": N_("Calibration and uncertainty"),
        "explainability": N_("Explainability"),
        "safety": N_("Bias, robustness, safety"),
        "imaging": N_("Imaging and DICOM"),
        "findings": N_("Findings"),
        "practice": N_("Practice and regulation"),
        "generative": N_("Generative models"),
    }
)
"""Topics in the order of the page, with their titles: English, for translation."""

Text = Mapping[str, str]
"""A text in each of `LANGUAGES`."""


@dataclass(frozen=True)
class Reference:
    """Where a definition can be checked.

    Attributes:
        text: Authors, title and year.
        link: Address of the DOI, the preprint or the page; empty for a standard or a book.
        label: DOI, preprint, standard or ISBN as it is cited.
    """

    text: str
    link: str
    label: str


@dataclass(frozen=True, eq=False)
class Term:
    """One entry.

    Attributes:
        id: Its name in addresses and in links between terms.
        topic: A key of `TOPICS`.
        names: The preferred term.
        synonyms: Other words for it, for each language.
        mentions: Words for other things that the entry explains as well, such as the opposite.
        definition: Two or three sentences.
        example: What it means on a chest radiograph.
        formula: In plain text; None where there is none.
        confusion: What it is mistaken for; None where it is not.
        related: Ids of related terms.
        sources: At least one.
        live: Where the app shows it: a page, or ``glossary:`` and a figure; None for nowhere.
        reviewed: For each language, whether a radiologist who speaks it has read the entry.
    """

    id: str
    topic: str
    names: Text
    synonyms: Mapping[str, tuple[str, ...]]
    mentions: Mapping[str, tuple[str, ...]]
    definition: Text
    example: Text
    formula: str | None
    confusion: Text | None
    related: tuple[str, ...]
    sources: tuple[Reference, ...]
    live: str | None
    reviewed: Mapping[str, bool]

    def short(self, language: str) -> str:
        """The first sentence of the definition, for a tooltip.

        Args:
            language: One of `LANGUAGES`.
        """
        text = self.definition[language]
        stop = "。" if language == "zh_CN" else ". "
        head, found, _ = text.partition(stop)
        return head + found.strip() if found else text


@cache
def terms(folder: Path = FOLDER) -> Mapping[str, Term]:
    """All terms by id, in the order of the topics.

    Args:
        folder: Folder of one JSON file for each topic.
    """
    found = {}
    for topic in TOPICS:
        for entry in json.loads((folder / f"{topic}.json").read_text(encoding="utf-8")):
            found[entry["id"]] = _term(topic, entry)
    return MappingProxyType(found)


def _term(topic: str, entry: Mapping[str, Any]) -> Term:
    return Term(
        id=entry["id"],
        topic=topic,
        names=entry["names"],
        synonyms={language: tuple(entry["synonyms"][language]) for language in LANGUAGES},
        mentions={
            language: tuple(entry.get("mentions", {}).get(language, ())) for language in LANGUAGES
        },
        definition=entry["definition"],
        example=entry["example"],
        formula=entry["formula"],
        confusion=entry["confusion"],
        related=tuple(entry["related"]),
        sources=tuple(_source(one) for one in entry["sources"]),
        live=entry["live"],
        reviewed=entry["reviewed"],
    )


def _source(entry: Mapping[str, str]) -> Reference:
    text = entry["text"]
    if "doi" in entry:
        return Reference(text, f"https://doi.org/{entry['doi']}", f"doi:{entry['doi']}")
    if "arxiv" in entry:
        return Reference(text, f"https://arxiv.org/abs/{entry['arxiv']}", f"arXiv:{entry['arxiv']}")
    if "url" in entry:
        return Reference(text, entry["url"], entry["url"])
    if "isbn" in entry:
        return Reference(text, "", f"ISBN {entry['isbn']}")
    return Reference(text, "", entry["standard"])
