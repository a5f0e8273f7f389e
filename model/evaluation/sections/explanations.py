"""What the explanations are worth: where heat maps point, and their verdicts."""

from collections.abc import Iterator
from typing import Final

from model.classifier.artefacts import Manifest
from model.evaluation.blocks import (
    Block,
    Bullets,
    Cell,
    Count,
    CountOf,
    Difference,
    Dots,
    Heading,
    Joined,
    Number,
    Paragraph,
    Percent,
    Plain,
    Share,
    Strong,
    Table,
    Where,
    Words,
    columns,
    english,
    noted,
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.measured import Measured
from model.evaluation.sections.gate import reached
from model.evaluation.sections.lungs import lungs
from model.evaluation.selections import better_and_worse
from model.evaluation.tables import Take, in_parts, number, of_splits, score, share, table
from model.explain.methods import METHODS
from model.explain.randomise import LAYERS, TRAINED
from model.messages import N_

GOAL: Final = 0.95
"""Share of the maps of random-weight networks that must be *do not use*."""

_VERDICTS: Final = (
    (N_("Supported"), share("supported", of=True)),
    (N_("Weak"), share("weak", of=True)),
    (N_("Do not use"), share("do-not-use", of=True)),
)

_SUBSETS: Final = {"all": "All", "other": N_("Not trained on"), "train": N_("Trained on")}

_FOUR: Final = {
    "lungs": "evidence inside the lungs over lung area",
    "faithfulness": "gain over random maps, share of the evidence",
    "rank": "random maps beaten, of 20",
    "agreement": "rank correlation with occlusion",
    "stability": "rank correlation under small changes",
}

_CHECKS: Final = {
    "lungs": "share of the maps of random-weight networks that it exceeds",
    "faithfulness": "share of the maps of random-weight networks that it exceeds",
    "agreement": "share of random maps as smooth as the Grad-CAM that it exceeds",
    "stability": "share of the Grad-CAMs of validation that are not below it",
    "survival": "SSIM that this share of pairs of two films' maps stay below",
}


def explanations(manifest: Manifest) -> Iterator[Block]:
    """Each part that was measured."""
    part = Measured(manifest.explanation)
    if "localisation" in part:
        yield Heading(N_("Do heat maps find the disease?"), "localisation", "pointing-game")
        yield from _localisation(part.part("localisation"))
    if "verdict" in part:
        yield Heading(N_("The verdict on the heat maps"), "verdict", "faithfulness")
        yield from _verdict(part.part("verdict"))
        yield Heading(N_("Maps that outlive the weights"), "sanity", "sanity-check")
        yield from _sanity(part.part("verdict"))
    if "dice" in part.part_or_none("lungs"):
        yield Heading(N_("The lung finder"), "lungs", "segmentation")
        yield from lungs(part.part("lungs"))


def _localisation(part: Measured) -> Iterator[Block]:
    settings = part.rows("settings")
    better, worse = better_and_worse(_documents(settings), "all", "over_lungs", "hit")
    lungs = part.sure("cover", "all", "lungs", "hit")
    none = _("**No method does better than a map that only says “somewhere in the lungs”.**")
    some = _(
        "{better} of {all} methods do better than a map that only says where the lungs are.",
        better=Count(len(better)),
        all=Count(len(settings)),
    )
    films = part.counts("films")
    yield Paragraph(
        Joined(
            (
                some if better else none,
                _(
                    "On {films} films with ground glass or consolidation drawn by hand, pointing "
                    "at the middle of the larger lung hits the disease in {lungs}; {worse} of "
                    "{all} methods and layers do worse than that. {trained} of the films were "
                    "trained on.",
                    films=Count(sum(films.values())),
                    lungs=Share(lungs),
                    worse=Count(len(worse)),
                    all=Count(len(settings)),
                    trained=Count(films.get("train", 0)),
                ),
            ),
            " ",
        ),
        where=Where.ALL,
    )
    last = [row for row in settings if row.word("stage") in ("conv5", "")]
    by_method = _("Films whose peak lies in the lesion, by method")
    yield Dots(
        "evidence_localisation",
        by_method,
        _("Films whose peak lies in the lesion"),
        (
            (
                _("Peak in the lesion"),
                tuple(
                    (Plain(row.word("title")), row.estimate("all", "scores", "hit")) for row in last
                ),
            ),
        ),
        reference=(lungs.value, _("the lungs alone")),
    )
    yield table(
        by_method,
        N_("Method"),
        ((Plain(row.word("title")), row) for row in last),
        (N_("Peak in the lesion"), share("all", "scores", "hit")),
        (N_("Against the lungs alone"), _difference("all", "over_lungs", "hit")),
        (N_("Against random maps"), _difference("all", "over_random", "hit")),
        (_SUBSETS["other"], share("other", "scores", "hit")),
        (_SUBSETS["train"], share("train", "scores", "hit")),
        where=Where.PAGE,
    )
    yield said(
        "Last convolution. The differences are paired: method less baseline on the same film. An "
        "interval that leaves 0 out is a difference that chance alone seldom makes.",
        tone="caption",
        where=Where.PAGE,
    )
    yield from _localisation_in_full(part, settings)


def _difference(*way: str) -> Take:
    return lambda row: Difference(row.estimate(*way))


def _documents(rows: list[Measured]) -> list[dict[str, object]]:
    return [dict(row.document) for row in rows]


def _verdict(part: Measured) -> Iterator[Block]:
    held_out = part.part("random_networks", "held_out")
    refused = held_out.sure("do-not-use")
    yield said(
        "Every map of the explorer is judged by four checks: whether its evidence lies in the "
        "lungs, whether it beats random maps, whether a second method agrees, and whether small "
        "changes of the picture leave it as it is. Maps of networks with random weights must not "
        "pass: {refused} of {maps} are “do not use”.",
        where=Where.ALL,
        refused=Share(refused),
        maps=Count(refused.n),
    )
    yield table(
        _("Verdicts on the Grad-CAM of the class that the network answers"),
        N_("Films"),
        [*of_splits(part.part("shipped"), "all"), (_("Random weights"), held_out)],
        *_VERDICTS,
    )
    yield from _verdict_in_full(part)


def _sanity(part: Measured) -> Iterator[Block]:
    own = part.part("sanity")
    limit = own.number("unrelated", "p95")
    yield said(
        "Weights are drawn anew from the top of the network down. A method whose maps then still "
        "resemble those of the trained network by more than {limit} (the SSIM that {share} of "
        "pairs of two films' maps stay below) shows the picture, not the network.",
        limit=Number(limit, 2),
        share=Percent(part.number("quantile"), 0),
    )
    similarity = own.part("similarity")
    rows = [
        (Plain(METHODS[name].title), similarity.part(name))
        for name in METHODS
        if name in similarity
    ]

    def outlives(steps: Measured) -> Words:
        return Words(N_("yes") if steps.number(LAYERS[-1]) > limit else N_("no"))

    end = (N_("Outlives the weights"), outlives)
    yield table(
        _("How much maps resemble those of the trained network when weights are drawn anew"),
        N_("Method"),
        rows,
        (N_("Head anew"), number("logits", digits=2)),
        (N_("All weights anew"), number(LAYERS[-1], digits=2)),
        end,
        where=Where.PAGE,
    )
    yield table(
        english(
            "Mean SSIM with the map of the trained network when weights are drawn anew from the "
            "top down (Adebayo et al. 2018, arXiv:1810.03292); {films} films of validation, whose "
            "maps reach {median} between two films in the median",
            films=Count(own.count("films")),
            median=Number(own.number("unrelated", "median"), 2),
        ),
        "Method",
        rows,
        *((layer, number(layer, digits=2)) for layer in (TRAINED, *LAYERS)),
        end,
        where=Where.FIGURES,
    )


# Only docs/figures.md has what follows; it is in English alone.


def _localisation_in_full(part: Measured, settings: list[Measured]) -> Iterator[Block]:
    films, empty = part.counts("films"), part.count("empty_masks")
    yield noted(
        "The films are of {groups} groups ({splits}); {empty} more have empty masks. The "
        "explained class is that of the label; the network answers it on {answered}. *Peak in the "
        "lesion* is the pointing game (Zhang et al. 2018, doi:10.1007/s11263-017-1059-x); *near*: "
        "within {tolerance} pixels of 224. *Share of evidence*: how much of the map's sum lies "
        "inside. Random maps have the values and the smoothness of the method's own, {maps} for "
        "each film. Intervals are by group.",
        groups=Count(part.count("groups")),
        splits=Plain(", ".join(f"{name} {count}" for name, count in films.items())),
        empty=Count(empty),
        answered=Share(part.estimate("cover", "all", "answered"), of=True),
        tolerance=Count(part.count("method", "tolerance")),
        maps=Count(part.count("method", "random_maps")),
    )
    yield table(
        Words("What a map that only says where the lungs are gets"),
        "Films",
        ((Words(title), part.part("cover", name)) for name, title in _SUBSETS.items()),
        ("Lesion, of the picture", share("lesion_of_picture", of=True)),
        ("Lungs, of the picture", share("lungs_of_picture", of=True)),
        ("Lungs: peak in the lesion", share("lungs", "hit", of=True)),
        ("Lungs: near", share("lungs", "near", of=True)),
        ("Lungs: share of evidence", share("lungs", "share", of=True)),
        where=Where.FIGURES,
    )
    for name, title in _SUBSETS.items():
        first = settings[0].sure(name, "scores", "hit")
        yield table(
            english(
                "Heat maps against lesions drawn by hand: {subset}, {films} films of {groups} "
                "groups",
                subset=Words(title),
                films=Count(first.n),
                groups=Count(first.groups),
            ),
            "Method",
            ((Plain(row.word("title")), row) for row in settings),
            ("Stage", lambda row: Plain(row.word("stage"))),
            ("Peak in the lesion", score(name, "scores", "hit", digits=2)),
            ("Near", score(name, "scores", "near", digits=2)),
            ("Share of evidence", score(name, "scores", "share", digits=2)),
            ("Peak: against lungs", _difference(name, "over_lungs", "hit")),
            ("Peak: against random maps", _difference(name, "over_random", "hit")),
            ("Share: against lungs", _difference(name, "over_lungs", "share")),
            ("Share: against random maps", _difference(name, "over_random", "share")),
            where=Where.FIGURES,
        )
        yield Bullets(tuple(_comparisons(settings, name)), Where.FIGURES)
    yield noted(
        "For each set of films these are {count} comparisons with intervals of 95 %: a few leave "
        "0 out by chance alone.",
        count=Count(4 * len(settings)),
    )


def _comparisons(settings: list[Measured], subset: str) -> Iterator[Cell]:
    """Which methods do better than the baselines; none is said as plainly as any."""
    for against, baseline in (("over_lungs", "the lungs alone"), ("over_random", "random maps")):
        for scored, what in (("hit", "Peak in the lesion"), ("share", "Share of evidence")):
            found = better_and_worse(_documents(settings), subset, against, scored)
            better, worse = (
                Joined(
                    (
                        CountOf(len(names), len(settings)),
                        Plain(f"{word}{': ' if names else ''}{', '.join(names)}"),
                    ),
                    " ",
                )
                for names, word in zip(found, ("better", "worse"), strict=True)
            )
            yield english(
                "{what}, against {baseline}: {better}; {worse}.",
                what=Words(what),
                baseline=Words(baseline),
                better=better if found[0] else Strong(better),
                worse=worse,
            )


def _verdict_in_full(part: Measured) -> Iterator[Block]:
    random = part.part("random_networks")
    share = Percent(part.number("quantile"), 0)
    yield noted(
        "At most {passes} forward passes for Grad-CAM. Networks with random weights that set no "
        "threshold: seeds {seeds}, {films} films of test each; the goal was {goal}: {reached}.",
        passes=Count(part.count("passes")),
        seeds=Plain(", ".join(random.words("seeds", "held_out"))),
        films=Count(random.count("films")),
        goal=Percent(GOAL, 0),
        reached=reached(random.sure("held_out", "do-not-use").value >= GOAL),
    )
    yield Table(
        columns("Check", "Must exceed", "Measured as", "Share"),
        tuple(
            (Words(name.capitalize()), Number(part.number("thresholds", name)), Words(said), share)
            for name, said in _CHECKS.items()
        ),
        Words("Thresholds of the verdict, set on validation"),
        Where.FIGURES,
    )
    shipped = part.part("shipped")
    yield table(
        Words("Verdicts by label"),
        "Films",
        [
            *in_parts(shipped, "all", "by_label"),
            (Words("Random weights, fitting"), random.part("fitting")),
        ],
        *_VERDICTS,
        where=Where.FIGURES,
    )
    found = [*of_splits(shipped, "numbers"), (Words("Random weights"), random.part("numbers"))]
    rows_of_numbers: list[tuple[Cell, ...]] = []
    for name, meaning in _FOUR.items():
        for films, numbers in found:
            low, _, middle, _, high = numbers.numbers(name)
            ends = Plain(f"{low:.2f} to {high:.2f}")
            rows_of_numbers.append((Words(meaning), films, Number(middle, 2), ends))
    yield Table(
        columns("Number", "Films", "Median", "5th to 95th percentile"),
        tuple(rows_of_numbers),
        Words("The numbers behind the verdicts"),
        Where.FIGURES,
    )
