"""What comes from others: data sets with their terms, and results that were published."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from model.messages import N_


@dataclass(frozen=True)
class DataSource:
    """One data set.

    Attributes:
        title: Its name.
        people: Whose films they are, with ages where the source states them.
        citation: Whom to credit.
        terms: What may be done with the films.
    """

    title: str
    people: str
    citation: str
    terms: str


SOURCES: Mapping[str, DataSource] = {
    "kermany": DataSource(
        N_("Guangzhou paediatric chest X-rays"),
        N_("children of 1 to 5 years, one hospital in Guangzhou"),
        "Kermany et al. 2018, doi:10.1016/j.cell.2018.02.010, doi:10.17632/rscbjbr9sj",
        N_("CC BY 4.0"),
    ),
    "rsna": DataSource(
        N_("Adult normals of RSNA / NIH ChestX-ray14, by way of the COVID-19 Radiography Database"),
        N_("adults, one hospital in the USA"),
        "Wang et al. 2017, doi:10.1109/CVPR.2017.369; Chowdhury et al. 2020, "
        "doi:10.1109/ACCESS.2020.3010287; Rahman et al. 2021, "
        "doi:10.1016/j.compbiomed.2021.104319",
        N_("as in the Radiography Database; NIH asks for a citation"),
    ),
    "covidcxnet": DataSource(
        N_("COVID-CXNet"),
        N_("nearly all adults; films from publications and case sites, many hospitals"),
        "Haghanifar et al. 2022, doi:10.1007/s11042-022-12156-z",
        N_("CC BY 4.0 by its README; the films were collected from the web"),
    ),
    "ieee8023": DataSource(
        N_("covid-chestxray-dataset"),
        N_("nearly all adults; films from publications and case sites, many hospitals"),
        "Cohen et al. 2020, arXiv:2003.11597, arXiv:2006.11988",
        N_("a licence for each film, many CC BY-NC-SA, some CC BY-NC-ND, some not stated"),
    ),
    "hannover": DataSource(
        N_("COVID-19 image repository of Hannover Medical School"),
        N_("adults, one hospital in Germany"),
        "Winther et al. 2020, doi:10.6084/m9.figshare.12275009",
        N_("CC BY 3.0"),
    ),
    "nih": DataSource(
        N_("NIH ChestX-ray14 films with the radiologists' reading of RSNA"),
        N_("adults, one hospital in the USA"),
        "Wang et al. 2017, doi:10.1109/CVPR.2017.369; Shih et al. 2019, "
        "doi:10.1148/ryai.2019180041",
        N_("research use, with citation"),
    ),
    "rsna-320": DataSource(
        N_("RSNA Pneumonia Detection films"),
        N_("adults, one hospital in the USA"),
        "Shih et al. 2019, doi:10.1148/ryai.2019180041",
        N_("research use, with citation"),
    ),
    "jsrt": DataSource(
        N_("JSRT database"),
        N_("adults, hospitals in Japan and one in the USA"),
        "Shiraishi et al. 2000, doi:10.2214/ajr.174.1.1740071",
        N_("terms of JSRT: research and education"),
    ),
}
"""Data sets by the name that ``index.csv`` gives them."""


PUBLISHED: Final = Path(__file__).resolve().parents[2] / "assets" / "evidence" / "published.json"

Span = tuple[float, float]


@dataclass(frozen=True)
class Published:
    """One published result.

    Attributes:
        id: Kebab-case, unique.
        name: Short name by language.
        task: What was asked of the network, by language.
        measure: ``AUC`` or ``accuracy``.
        internal: Lowest and highest figure on films from where it learnt; None where none is given.
        external: The same on films from elsewhere.
        citation: Where it was published.
        link: Address of that.
    """

    id: str
    name: Mapping[str, str]
    task: Mapping[str, str]
    measure: str
    internal: Span | None
    external: Span | None
    citation: str
    link: str


@functools.cache
def published() -> tuple[Published, ...]:
    """Everything in the file, in its order."""
    entries = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return tuple(_read(entry) for entry in entries)


def _read(entry: Mapping[str, Any]) -> Published:
    source = entry["source"]
    return Published(
        id=entry["id"],
        name=entry["name"],
        task=entry["task"],
        measure=entry["measure"],
        internal=_span(entry["internal"]),
        external=_span(entry["external"]),
        citation=source["text"],
        link=f"https://doi.org/{source['doi']}" if "doi" in source else source["url"],
    )


def _span(ends: list[float] | None) -> Span | None:
    return None if ends is None else (float(ends[0]), float(ends[1]))
