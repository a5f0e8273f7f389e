"""The family tree of convolutional networks: when, how deep, how many errors.

The errors are top-5 errors on the ILSVRC classification task: the share of test pictures whose
class is not among the network's five best guesses, in 1,000 classes.
"""

from dataclasses import dataclass
from typing import Final

from model.messages import N_


@dataclass(frozen=True)
class Milestone:
    """One network.

    Attributes:
        term: Id of its term in the glossary.
        name: Its name, the same in every language.
        year: Of the paper, or of the ILSVRC in which it took part.
        layers: Layers with weights, as the paper counts them.
        error: Top-5 error, percent; None where there is none.
        said: What was new: English, for translation.
        paper: Authors, title, place and year.
        reference: DOI or arXiv number, with its kind in front.
    """

    term: str
    name: str
    year: int
    layers: int
    error: float | None
    said: str
    paper: str
    reference: str

    @property
    def link(self) -> str:
        """Address of the paper."""
        return link_of(self.reference)


def link_of(reference: str) -> str:
    """Address of a reference: ``doi:…`` or ``arXiv:…``."""
    kind, _colon, number = reference.partition(":")
    site = "https://doi.org/" if kind == "doi" else "https://arxiv.org/abs/"
    return site + number


MILESTONES: Final = (
    Milestone(
        "lenet-5",
        "LeNet-5",
        1998,
        7,
        None,
        N_(
            "Convolutions, pooling and backpropagation in one network that read handwritten digits "
            "on cheques. The ILSVRC began twelve years later, so it has no figure there."
        ),
        "LeCun, Bottou, Bengio, Haffner. Gradient-based learning applied to document recognition. "
        "Proceedings of the IEEE, 1998",
        "doi:10.1109/5.726791",
    ),
    Milestone(
        "alexnet",
        "AlexNet",
        2012,
        8,
        15.3,
        N_(
            "The same idea, larger, with ReLU and dropout, trained on two graphics cards: the "
            "second place of 2012 had 26.2%. Medical imaging followed within a few years."
        ),
        "Krizhevsky, Sutskever, Hinton. ImageNet classification with deep convolutional neural "
        "networks. NIPS 2012; Communications of the ACM, 2017",
        "doi:10.1145/3065386",
    ),
    Milestone(
        "zfnet",
        "ZFNet",
        2013,
        8,
        14.8,
        N_(
            "AlexNet, improved by looking at what its layers had learnt: finer kernels in the "
            "first layer. The same paper covered parts of a picture with a grey square to see "
            "which part the answer hangs on: occlusion sensitivity."
        ),
        "Zeiler, Fergus. Visualizing and understanding convolutional networks. arXiv 2013; "
        "ECCV 2014",
        "doi:10.1007/978-3-319-10590-1_53",
    ),
    Milestone(
        "googlenet",
        "GoogLeNet",
        2014,
        22,
        6.67,
        N_(
            "Inception: kernels of several sizes side by side in one layer, and global average "
            "pooling at the end, with a twelfth of the parameters of AlexNet."
        ),
        "Szegedy et al. Going deeper with convolutions. CVPR 2015",
        "doi:10.1109/CVPR.2015.7298594",
    ),
    Milestone(
        "vgg",
        "VGG",
        2014,
        19,
        7.3,
        N_(
            "Nothing but kernels of 3 × 3, 16 or 19 layers of them: simple, large, and for years "
            "what medical papers fine-tuned."
        ),
        "Simonyan, Zisserman. Very deep convolutional networks for large-scale image recognition. "
        "ICLR 2015",
        "arXiv:1409.1556",
    ),
    Milestone(
        "residual-network",
        "ResNet",
        2015,
        152,
        3.57,
        N_(
            "Skip connections let the gradient through, so that up to 152 layers could be trained. "
            "The network of this app is its member with 50 layers."
        ),
        "He, Zhang, Ren, Sun. Deep residual learning for image recognition. CVPR 2016",
        "doi:10.1109/CVPR.2016.90",
    ),
)


@dataclass(frozen=True)
class Correction:
    """Something that common sources get wrong.

    Attributes:
        sentence: What is right: English, for translation.
        paper: Where it is written.
        reference: DOI or arXiv number, with its kind in front.
    """

    sentence: str
    paper: str
    reference: str

    @property
    def link(self) -> str:
        """Address of the paper."""
        return link_of(self.reference)


CORRECTIONS: Final = (
    Correction(
        N_("AlexNet is of 2012, not of 2021: two digits changed places."),
        "Krizhevsky et al.",
        "doi:10.1145/3065386",
    ),
    Correction(
        N_(
            "ImageNet has about 14 million pictures in 21,841 categories, not 11 million in "
            "11,000. It was published in 2009 with 3.2 million pictures in 5,247 categories."
        ),
        "Deng et al. 2009; Russakovsky et al. 2015",
        "doi:10.1109/CVPR.2009.5206848",
    ),
    Correction(
        N_(
            "Networks are rarely trained on all of ImageNet. The ILSVRC, on which all the errors "
            "above were measured, has 1.2 million training pictures in 1,000 categories."
        ),
        "Russakovsky et al. 2015",
        "doi:10.1007/s11263-015-0816-y",
    ),
    Correction(
        N_(
            "The errors above are of several networks that vote, six or seven for each point, not "
            "of one. They cannot be compared with the error of a single network."
        ),
        "Krizhevsky et al.; Zeiler, Fergus; Szegedy et al.; Simonyan, Zisserman; He et al.",
        "doi:10.1109/CVPR.2016.90",
    ),
)
