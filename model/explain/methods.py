"""The registry of methods: what each is, what it costs, what it cannot show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.classifier.artefacts import Manifest
from model.explain.cam_family import LAST_STAGE, class_activation, eigen_activation
from model.explain.heat_map import HeatMap
from model.explain.network import Probe, Progress, nothing
from model.explain.path_gradient import STEPS, integrated_gradients
from model.explain.perturbation import (
    OCCLUSION_STEPS,
    RISE_MASKS,
    SCORE_CHANNELS,
    occlusion,
    rise,
    score_cam,
)
from model.explain.stages import STAGES
from model.explain.target import Target
from model.messages import N_

Array = NDArray[np.float32]
Compute = Callable[[Probe, Array, str, Array, Progress], Array]
"""The one hook of a method: network, picture, stage, target vector, progress → map."""


@dataclass(frozen=True)
class Method:
    """A way to explain.

    Attributes:
        name: Its name in the registry and in an address.
        title: Its own name, the same in every language.
        paper: Authors and year.
        reference: DOI or arXiv number.
        limit: One sentence on what it cannot show; English, to be translated.
        passes: Forward passes for one map; a gradient counts as one.
        compute: The hook.
        term: Id of the term of the glossary that explains it.
        stages: Residual stages that it can look at; empty for methods on the picture itself.
        by_class: Whether the map depends on the class.
        slow: Whether it wants a progress bar.
        tensorflow: Where it needs gradients that the engine cannot give: ``"never"``, ``"inside"``
            (below the last convolution) or ``"always"``.
    """

    name: str
    title: str
    paper: str
    reference: str
    limit: str
    passes: int
    compute: Compute
    term: str
    stages: tuple[str, ...] = STAGES
    by_class: bool = True
    slow: bool = False
    tensorflow: str = "inside"

    def needs_tensorflow(self, stage: str) -> bool:
        """Whether a map at a stage imports TensorFlow.

        Args:
            stage: One of `stages.STAGES`; of no account for methods without stages.
        """
        return self.tensorflow == "always" or (
            self.tensorflow == "inside" and stage != LAST_STAGE and bool(self.stages)
        )


def _class_activation(name: str) -> Compute:
    def compute(
        network: Probe, picture: Array, stage: str, vector: Array, progress: Progress
    ) -> Array:
        found = class_activation(name, network, picture, stage, vector)
        progress(1, 1)
        return found

    return compute


def _eigen(
    network: Probe,
    picture: Array,
    stage: str,
    vector: Array,  # noqa: ARG001 - it knows no class
    progress: Progress,
) -> Array:
    found = eigen_activation(network, picture, stage)
    progress(2, 2)
    return found


def _score(network: Probe, picture: Array, stage: str, vector: Array, progress: Progress) -> Array:
    return score_cam(network, picture, stage, vector, progress)


def _on_picture(method: Callable[[Probe, Array, Array, Progress], Array]) -> Compute:
    def compute(
        network: Probe,
        picture: Array,
        stage: str,  # noqa: ARG001 - these methods look at the picture, not at a stage
        vector: Array,
        progress: Progress,
    ) -> Array:
        return method(network, picture, vector, progress)

    return compute


_ALL = (
    Method(
        name="grad-cam",
        title="Grad-CAM",
        paper="Selvaraju et al. 2017",
        reference="doi:10.1109/ICCV.2017.74",
        limit=N_(
            "It averages the gradient over the whole picture, so below the last layer it can light "
            "up places that the network did not use."
        ),
        passes=1,
        compute=_class_activation("grad-cam"),
        term="grad-cam",
    ),
    Method(
        name="grad-cam++",
        title="Grad-CAM++",
        paper="Chattopadhay et al. 2018",
        reference="doi:10.1109/WACV.2018.00097",
        limit=N_(
            "It counts only what speaks for the class: evidence against it leaves no trace, and "
            "the map looks surer than the network is."
        ),
        passes=1,
        compute=_class_activation("grad-cam++"),
        term="class-activation-map",
    ),
    Method(
        name="hirescam",
        title="HiResCAM",
        paper="Draelos and Carin 2020",
        reference="arXiv:2011.08891",
        limit=N_(
            "At the last layer it is Grad-CAM; below it the map shows only what a small change "
            "would do, and later layers may undo it."
        ),
        passes=1,
        compute=_class_activation("hirescam"),
        term="class-activation-map",
    ),
    Method(
        name="layercam",
        title="LayerCAM",
        paper="Jiang et al. 2021",
        reference="doi:10.1109/TIP.2021.3089943",
        limit=N_(
            "It keeps positive gradients only; at fine layers it draws edges of the picture, "
            "whether or not the network relied on them."
        ),
        passes=1,
        compute=_class_activation("layercam"),
        term="class-activation-map",
    ),
    Method(
        name="eigen-cam",
        title="Eigen-CAM",
        paper="Muhammad and Yeasin 2020",
        reference="doi:10.1109/IJCNN48605.2020.9206626",
        limit=N_(
            "It knows no class and no unit: the map is the same for every answer, and shows where "
            "the network is active, not why it answers."
        ),
        passes=2,
        compute=_eigen,
        term="feature-map",
        by_class=False,
        tensorflow="never",
    ),
    Method(
        name="score-cam",
        title="Score-CAM",
        paper="Wang et al. 2020",
        reference="doi:10.1109/CVPRW50498.2020.00020",
        limit=N_(
            "It shows the network pictures with most of the film greyed out, such as it has never "
            "seen, and asks only 256 of the channels."
        ),
        passes=SCORE_CHANNELS + 2,
        compute=_score,
        term="class-activation-map",
        slow=True,
        tensorflow="never",
    ),
    Method(
        name="integrated-gradients",
        title="Integrated Gradients",
        paper="Sundararajan et al. 2017",
        reference="arXiv:1703.01365",
        limit=N_(
            "It depends on the grey picture that it starts from, and marks pixels where brightness "
            "matters, not the finding that they belong to."
        ),
        passes=STEPS,
        compute=_on_picture(integrated_gradients),
        term="integrated-gradients",
        stages=(),
        slow=True,
        tensorflow="always",
    ),
    Method(
        name="occlusion",
        title="Occlusion",
        paper="Zeiler and Fergus 2014",
        reference="doi:10.1007/978-3-319-10590-1_53",
        limit=N_(
            "It hides one patch at a time: what shows in two places at once, as in both lungs, can "
            "lose either and leave no trace."
        ),
        passes=OCCLUSION_STEPS**2 + 1,
        compute=_on_picture(occlusion),
        term="occlusion-sensitivity",
        stages=(),
        slow=True,
        tensorflow="never",
    ),
    Method(
        name="rise",
        title="RISE",
        paper="Petsiuk et al. 2018",
        reference="arXiv:1806.07421",
        limit=N_(
            "It is an average over random masks: with 1,000 of them a part of what it shows is "
            "chance, and half of every picture it asks about is hidden."
        ),
        passes=RISE_MASKS,
        compute=_on_picture(rise),
        term="rise",
        stages=(),
        slow=True,
        tensorflow="never",
    ),
)

METHODS: Final[Mapping[str, Method]] = {method.name: method for method in _ALL}
"""Every method by name, the cheap ones first."""


def explain(
    name: str,
    picture: Array,
    target: Target,
    network: Probe,
    *,
    stage: str = LAST_STAGE,
    progress: Progress = nothing,
) -> HeatMap:
    """Make a map.

    Args:
        name: A key of `METHODS`.
        picture: float32 ``(H, W, 3)`` in [0, 255], see `imaging.prepare.network_input`.
        target: What to explain.
        network: The network.
        stage: One of `stages.STAGES`; of no account for methods without stages.
        progress: See `network.Progress`.

    Returns:
        The map.

    Raises:
        ArtefactError: A file of the model cannot be used.
        TensorFlowMissingError: The method needs gradients, and there is no TensorFlow.
        ValueError: An unknown method or stage.
    """
    if name not in METHODS:
        raise ValueError(f"expected one of {tuple(METHODS)}, received {name!r}")
    method = METHODS[name]
    if method.stages and stage not in method.stages:
        raise ValueError(f"expected one of {method.stages}, received {stage!r}")
    values = method.compute(network, picture, stage, target.vector, progress)
    return HeatMap(name, target, stage if method.stages else "", values, method.passes)


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
