"""What was measured of a method on lesions drawn by hand, to stand beside a user's own case."""

from dataclasses import dataclass

from model.classifier.artefacts import Manifest


@dataclass(frozen=True)
class PublishedHits:
    """How often a method points into a lesion that an expert drew.

    Attributes:
        films: Number of films.
        share: Share of them on which the peak of the map lies in the lesion, in [0, 1].
        lungs: The same for the middle of the larger lung, which knows nothing of disease.
        random: The same for random maps as smooth as the method's own.
    """

    films: int
    share: float
    lungs: float
    random: float


def published_hits(manifest: Manifest, method: str, stage: str) -> PublishedHits | None:
    """The pointing game of a method; None where it was not measured.

    Args:
        manifest: The manifest, with what ``evaluate --localisation`` wrote into it.
        method: Name of a method.
        stage: The stage it is taken from; of no account for a method that has none.
    """
    part = manifest.explanation.get("localisation")
    if part is None:
        return None
    for row in part["settings"]:
        if row["method"] == method and row["stage"] in (stage, ""):
            own, random = row["all"]["scores"]["hit"], row["all"]["random"]["hit"]
            return PublishedHits(
                films=int(own["n"]),
                share=float(own["value"]),
                lungs=float(part["cover"]["all"]["lungs"]["hit"]["value"]),
                random=float(random["value"]),
            )
    return None
