"""Which samples there are, and which films each may be composed of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from scripts.samples.films import Film

# Films in one composite: more than the eight asked for, so that none has to carry much.
FILMS_PER_SAMPLE: Final = 12


@dataclass(frozen=True)
class Source:
    """A public data set, as it wants to be named.

    Attributes:
        name: Name of the data set.
        attribution: Whom to credit, with a DOI or an address.
        licence: Its terms, as far as they are stated.
    """

    name: str
    attribution: str
    licence: str


SOURCES: Final[dict[str, Source]] = {
    "kermany": Source(
        "Guangzhou paediatric chest radiographs (Mendeley Data rscbjbr9sj)",
        "Kermany, Zhang and Goldbaum 2018, doi:10.17632/rscbjbr9sj",
        "CC BY 4.0",
    ),
    "rsna": Source(
        "NIH ChestX-ray14 and RSNA Pneumonia Detection Challenge, normal films, "
        "by way of the COVID-19 Radiography Database",
        "Wang et al. 2017, doi:10.1109/CVPR.2017.369; Shih et al. 2019, "
        "doi:10.1148/ryai.2019180041; Chowdhury et al. 2020, doi:10.1109/ACCESS.2020.3010287; "
        "Rahman et al. 2021, doi:10.1016/j.compbiomed.2021.104319",
        "Terms of the NIH Clinical Center and the RSNA challenge: free use with citation",
    ),
    "covidcxnet": Source(
        "COVID-CXNet",
        "Haghanifar et al. 2020, doi:10.1007/s11042-022-12156-z",
        "CC BY 4.0 by the collection's own statement; its films come from publications",
    ),
    "ieee8023": Source(
        "COVID-19 image data collection (covid-chestxray-dataset)",
        "Cohen et al. 2020, arXiv:2006.11988",
        "Per film; only films marked CC BY 3.0 or CC BY 4.0 were composed",
    ),
    "ieee8023-lateral": Source(
        "COVID-19 image data collection (covid-chestxray-dataset), lateral views",
        "Cohen et al. 2020, arXiv:2006.11988",
        "Per film, not recorded for the lateral views here; many films of the collection are "
        "CC BY-NC-SA, so treat this sample as CC BY-NC-SA 4.0",
    ),
}


def _attribution_only(film: Film) -> bool:
    """Whether the film may be adapted and shared by anybody who names its source."""
    return film.licence.startswith(("CC BY 3.0", "CC BY 4.0"))


def _any_terms(film: Film) -> bool:  # noqa: ARG001 – a predicate like the other
    """Whether the film may be used at all: the data set as a whole is cleared."""
    return True


@dataclass(frozen=True)
class Recipe:
    """One sample to be made.

    Attributes:
        stem: File name without ending.
        suffix: ".png", ".jpg" or ".dcm".
        label: Class that the network has to answer, or "lateral", to be refused.
        title: Short English title for the list; the page writes its own from label and population.
        population: "adult" or "pediatric".
        sources: Keys of `SOURCES` that films are drawn from.
        split: Split that films are drawn from.
        typical: Share of drawn anchors, the most typical first, that a composite may start from.
            Ill lungs differ from one another, so a typical one is a nearly healthy one.
        mirrored: Whether a film may be turned to face the other way: side views are taken from
            either side. Never for a frontal view: it would put the heart on the right.
        seeds: Candidates that were looked at and found good, in the order of preference.
        may_use: Whether a film's terms allow it.
    """

    stem: str
    suffix: str
    label: str
    title: str
    population: str
    sources: tuple[str, ...]
    split: str = "train"
    typical: float = 0.2
    mirrored: bool = False
    seeds: tuple[int, ...] = (1, 2, 3)
    may_use: Callable[[Film], bool] = _any_terms

    @property
    def file(self) -> str:
        """File name of the sample."""
        return self.stem + self.suffix

    def takes(self, film: Film) -> bool:
        """Whether the sample may be composed of `film`."""
        return (
            film.split == self.split
            and film.label == self.label
            and film.population == self.population
            and any(key.split("-")[0] == film.source for key in self.sources)
            and self.may_use(film)
        )


RECIPES: Final[tuple[Recipe, ...]] = (
    Recipe(
        "healthy-adult-1",
        ".dcm",
        "healthy",
        "Healthy adult, DICOM",
        "adult",
        ("rsna",),
        seeds=(2, 3),
    ),
    Recipe("healthy-adult-2", ".png", "healthy", "Healthy adult", "adult", ("rsna",), seeds=(4, 1)),
    Recipe(
        "healthy-child",
        ".jpg",
        "healthy",
        "Healthy child",
        "pediatric",
        ("kermany",),
        seeds=(1, 2, 3),
    ),
    Recipe(
        "covid-1",
        ".png",
        "covid",
        "Adult with COVID-19",
        "adult",
        ("covidcxnet", "ieee8023"),
        typical=0.7,
        may_use=_attribution_only,
        seeds=(2, 3),
    ),
    Recipe(
        "covid-2",
        ".jpg",
        "covid",
        "Adult with COVID-19, another",
        "adult",
        ("covidcxnet", "ieee8023"),
        typical=0.7,
        may_use=_attribution_only,
        seeds=(4, 5, 1),
    ),
    Recipe(
        "bacterial-1",
        ".png",
        "bacterial",
        "Child with bacterial pneumonia",
        "pediatric",
        ("kermany",),
        typical=0.5,
        seeds=(6, 4),
    ),
    Recipe(
        "bacterial-2",
        ".jpg",
        "bacterial",
        "Child with bacterial pneumonia, another",
        "pediatric",
        ("kermany",),
        typical=0.5,
        seeds=(2, 5),
    ),
    Recipe(
        "viral-1",
        ".png",
        "viral",
        "Child with viral pneumonia",
        "pediatric",
        ("kermany",),
        typical=0.5,
        seeds=(5, 2),
    ),
    Recipe(
        "viral-2",
        ".jpg",
        "viral",
        "Child with viral pneumonia, another",
        "pediatric",
        ("kermany",),
        typical=0.5,
        seeds=(1, 4),
    ),
    Recipe(
        "lateral",
        ".png",
        "lateral",
        "Side view, to be refused",
        "adult",
        ("ieee8023-lateral",),
        split="lateral",
        typical=0.5,
        mirrored=True,
        seeds=(4, 1),
    ),
)
