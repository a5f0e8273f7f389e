"""What the explanations are worth: where heat maps point, their verdicts, and the lungs."""

from collections.abc import Iterator
from typing import Final

from model.classifier.artefacts import Manifest
from model.evaluation.blocks import (
    ABSENT,
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
    Score,
    Share,
    Strong,
    Table,
    Where,
    Words,
    columns,
    english,
)
from model.evaluation.blocks import words as _
from model.evaluation.measure.bootstrap import Estimate
from model.evaluation.measured import Measured
from model.evaluation.names import FILM_SPLITS, kind_name, label_name, part_name, split_name
from model.evaluation.sections.gate import NOT_REACHED, REACHED, reached
from model.evaluation.selections import better_and_worse
from model.explain.methods import METHODS
from model.explain.randomise import LAYERS, TRAINED
from model.messages import N_

GOAL: Final = 0.95
"""Dice asked for on the held-out JSRT films, and share of the maps of random-weight networks that
must be *do not use*; both before anything was measured."""

_VERDICTS: Final = {
    "supported": N_("Supported"),
    "weak": N_("Weak"),
    "do-not-use": N_("Do not use"),
}

_SUBSETS: Final = {"all": "All", "other": N_("Not trained on"), "train": N_("Trained on")}

_FOUR: Final = {
    "lungs": "evidence inside the lungs over lung area",
    "faithfulness": "gain over random maps, share of the evidence",
    "rank": "random maps beaten, of 20",
    "agreement": "rank correlation with occlusion",
    "stability": "rank correlation under small changes",
}

_SIGNALS: Final = {
    "area": "area of the smaller lung, share of the picture",
    "ratio": "smaller over larger lung",
    "overlap": "shared height over that of the shorter lung",
    "gap": "distance of the centres, share of the width",
    "certainty": "soft Dice of the probabilities with the outline",
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
        yield from _lungs(part.part("lungs"))


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
                    "On {films} films with ground glass or consolidation drawn by hand, "
                    "pointing at the middle of the larger lung hits the disease in {lungs}; "
                    "{worse} of {all} methods and layers do worse than that. {trained} of the "
                    "films were trained on.",
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
                tuple((Plain(row.word("title")), _hit(row, "all")) for row in last),
            ),
        ),
        reference=(lungs.value, _("the lungs alone")),
    )
    yield Table(
        columns(
            N_("Method"),
            N_("Peak in the lesion"),
            N_("Against the lungs alone"),
            N_("Against random maps"),
            _SUBSETS["other"],
            _SUBSETS["train"],
        ),
        tuple(
            (
                Plain(row.word("title")),
                Share(_hit(row, "all")),
                Difference(row.estimate("all", "over_lungs", "hit")),
                Difference(row.estimate("all", "over_random", "hit")),
                Share(_hit(row, "other")),
                Share(_hit(row, "train")),
            )
            for row in last
        ),
        by_method,
        Where.PAGE,
    )
    yield Paragraph(
        _(
            "Last convolution. The differences are paired: method less baseline on the same "
            "film. An interval that leaves 0 out is a difference that chance alone seldom "
            "makes."
        ),
        tone="caption",
        where=Where.PAGE,
    )
    yield from _localisation_in_full(part, settings)


def _hit(row: Measured, subset: str) -> Estimate | None:
    return row.estimate(subset, "scores", "hit")


def _documents(rows: list[Measured]) -> list[dict[str, object]]:
    return [dict(row.document) for row in rows]


def _verdict(part: Measured) -> Iterator[Block]:
    held_out = part.part("random_networks", "held_out")
    refused = held_out.sure("do-not-use")
    yield Paragraph(
        _(
            "Every map of the explorer is judged by four checks: whether its evidence lies in "
            "the lungs, whether it beats random maps, whether a second method agrees, and "
            "whether small changes of the picture leave it as it is. Maps of networks with "
            "random weights must not pass: {refused} of {maps} are “do not use”.",
            refused=Share(refused),
            maps=Count(refused.n),
        ),
        where=Where.ALL,
    )
    rows: list[tuple[Cell, Measured]] = [
        (split_name(split), part.part("shipped", split, "all")) for split in FILM_SPLITS
    ]
    yield _verdicts(
        [*rows, (_("Random weights"), held_out)],
        _("Verdicts on the Grad-CAM of the class that the network answers"),
        Where.BOTH,
    )
    yield from _verdict_in_full(part)


def _verdicts(rows: list[tuple[Cell, Measured]], said: Words, where: Where) -> Table:
    return Table(
        columns(N_("Films"), *_VERDICTS.values()),
        tuple(
            (name, *(Share(own.estimate(word), of=True) for word in _VERDICTS))
            for name, own in rows
        ),
        said,
        where,
    )


def _sanity(part: Measured) -> Iterator[Block]:
    own = part.part("sanity")
    limit = own.number("unrelated", "p95")
    yield Paragraph(
        _(
            "Weights are drawn anew from the top of the network down. A method whose maps then "
            "still resemble those of the trained network by more than {limit} (the SSIM that "
            "{share} of pairs of two films' maps stay below) shows the picture, not the "
            "network.",
            limit=Number(limit, 2),
            share=Percent(part.number("quantile"), 0),
        )
    )
    rows = {
        name: own.part("similarity", name) for name in METHODS if name in own.part("similarity")
    }

    def outlives(steps: Measured) -> Words:
        return Words(N_("yes") if steps.number(LAYERS[-1]) > limit else N_("no"))

    yield Table(
        columns(N_("Method"), N_("Head anew"), N_("All weights anew"), N_("Outlives the weights")),
        tuple(
            (
                Plain(METHODS[name].title),
                Number(steps.number("logits"), 2),
                Number(steps.number(LAYERS[-1]), 2),
                outlives(steps),
            )
            for name, steps in rows.items()
        ),
        _("How much maps resemble those of the trained network when weights are drawn anew"),
        Where.PAGE,
    )
    layers = (TRAINED, *LAYERS)
    yield Table(
        columns("Method", *layers, "Outlives the weights"),
        tuple(
            (
                Plain(METHODS[name].title),
                *(Number(steps.number(layer), 2) for layer in layers),
                outlives(steps),
            )
            for name, steps in rows.items()
        ),
        english(
            "Mean SSIM with the map of the trained network when weights are drawn anew from the "
            "top down (Adebayo et al. 2018, arXiv:1810.03292); {films} films of validation, whose "
            "maps reach {median} between two films in the median",
            films=Count(own.count("films")),
            median=Number(own.number("unrelated", "median"), 2),
        ),
        Where.FIGURES,
    )


def _lungs(part: Measured) -> Iterator[Block]:
    jsrt = part.part("dice", "jsrt", "lungs")
    mean = jsrt.sure("mean")
    yield Paragraph(
        _(
            "A small U-Net finds the lungs for everything that is said of them. Dice on "
            "{films} hand-drawn films that it did not learn from: **{dice}**, worst {worst}. "
            "The goal was {goal}: {reached}. Two lungs are found on {found} test films.",
            films=Count(mean.n),
            dice=Score(mean),
            worst=Number(jsrt.number("worst")),
            goal=Number(GOAL, 2),
            reached=Words(REACHED if mean.value >= GOAL else NOT_REACHED),
            found=Share(part.estimate("found", "test", "all"), of=True),
        ),
        where=Where.ALL,
    )
    yield from _lungs_in_full(part)


# Only docs/figures.md has what follows; it is in English alone.


def _localisation_in_full(part: Measured, settings: list[Measured]) -> Iterator[Block]:
    films, empty = part.counts("films"), part.count("empty_masks")
    yield Paragraph(
        english(
            "The films are of {groups} groups ({splits}); {empty} more have empty masks. The "
            "explained class is that of the label; the network answers it on {answered}. *Peak in "
            "the lesion* is the pointing game (Zhang et al. 2018, "
            "doi:10.1007/s11263-017-1059-x); *near*: within {tolerance} pixels of 224. *Share of "
            "evidence*: how much of the map's sum lies inside. Random maps have the values and the "
            "smoothness of the method's own, {maps} for each film. Intervals are by group.",
            groups=Count(part.count("groups")),
            splits=Plain(", ".join(f"{name} {count}" for name, count in films.items())),
            empty=Count(empty),
            answered=Share(part.estimate("cover", "all", "answered"), of=True),
            tolerance=Count(part.count("method", "tolerance")),
            maps=Count(part.count("method", "random_maps")),
        ),
        where=Where.FIGURES,
    )
    yield Table(
        columns("Films", "Lesion, of the picture", "Lungs, of the picture",
                "Lungs: peak in the lesion", "Lungs: near", "Lungs: share of evidence"),
        tuple(
            (
                Words(title),
                *(
                    Share(part.estimate("cover", name, what), of=True)
                    for what in ("lesion_of_picture", "lungs_of_picture")
                ),
                *(
                    Share(part.estimate("cover", name, "lungs", score), of=True)
                    for score in ("hit", "near", "share")
                ),
            )
            for name, title in _SUBSETS.items()
        ),
        Words("What a map that only says where the lungs are gets"),
        Where.FIGURES,
    )  # fmt: skip
    for name, title in _SUBSETS.items():
        first = settings[0].sure(name, "scores", "hit")
        yield Table(
            columns("Method", "Stage", "Peak in the lesion", "Near", "Share of evidence",
                    "Peak: against lungs", "Peak: against random maps", "Share: against lungs",
                    "Share: against random maps"),
            tuple(
                (
                    Plain(row.word("title")),
                    Plain(row.word("stage")),
                    *(
                        Score(row.estimate(name, "scores", score), 2)
                        for score in ("hit", "near", "share")
                    ),
                    *(
                        Difference(row.estimate(name, against, score))
                        for score in ("hit", "share")
                        for against in ("over_lungs", "over_random")
                    ),
                )
                for row in settings
            ),
            english("Heat maps against lesions drawn by hand: {subset}, {films} films of {groups} "
                "groups", subset=Words(title), films=Count(first.n), groups=Count(first.groups)),
            Where.FIGURES,
        )  # fmt: skip
        yield Bullets(tuple(_comparisons(settings, name)), Where.FIGURES)
    yield Paragraph(
        english(
            "For each set of films these are {count} comparisons with intervals of 95 %: a few "
            "leave 0 out by chance alone.",
            count=Count(4 * len(settings)),
        ),
        where=Where.FIGURES,
    )


def _comparisons(settings: list[Measured], subset: str) -> Iterator[Cell]:
    """Which methods do better than the baselines; none is said as plainly as any."""
    for against, baseline in (("over_lungs", "the lungs alone"), ("over_random", "random maps")):
        for score, what in (("hit", "Peak in the lesion"), ("share", "Share of evidence")):
            found = better_and_worse(_documents(settings), subset, against, score)
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
    yield Paragraph(
        english(
            "At most {passes} forward passes for Grad-CAM. Networks with random weights that set "
            "no threshold: seeds {seeds}, {films} films of test each; the goal was {goal}: "
            "{reached}.",
            passes=Count(part.count("passes")),
            seeds=Plain(", ".join(random.words("seeds", "held_out"))),
            films=Count(random.count("films")),
            goal=Percent(GOAL, 0),
            reached=reached(random.sure("held_out", "do-not-use").value >= GOAL),
        ),
        where=Where.FIGURES,
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
    rows: list[tuple[Cell, Measured]] = [
        (part_name(split, label), own)
        for split in FILM_SPLITS
        if split in part.part("shipped")
        for label, own in part.parts("shipped", split, "by_label").items()
    ]
    fitting = (Words("Random weights, fitting"), random.part("fitting"))
    yield _verdicts([*rows, fitting], Words("Verdicts by label"), Where.FIGURES)
    found = {
        **{
            split: (split_name(split), part.part("shipped", split, "numbers"))
            for split in FILM_SPLITS
            if split in part.part("shipped")
        },
        "random": (Words("Random weights"), random.part("numbers")),
    }
    rows_of_numbers: list[tuple[Cell, ...]] = []
    for name, meaning in _FOUR.items():
        for films, numbers in found.values():
            low, _, middle, _, high = numbers.numbers(name)
            ends = Plain(f"{low:.2f} to {high:.2f}")
            rows_of_numbers.append((Words(meaning), films, Number(middle, 2), ends))
    yield Table(
        columns("Number", "Films", "Median", "5th to 95th percentile"),
        tuple(rows_of_numbers),
        Words("The numbers behind the verdicts"),
        Where.FIGURES,
    )


def _lungs_in_full(part: Measured) -> Iterator[Block]:
    dice = part.part("dice")
    jsrt = dice.part("jsrt", "lungs")
    yield Paragraph(
        english(
            "U-Net (Ronneberger et al. 2015, arXiv:1505.04597), {size} MB. Median Dice on JSRT "
            "{median}; the goal was {goal}. Sides are the viewer's.",
            size=Number(part.number("bytes") / 1e6, 2),
            median=Number(jsrt.number("median")),
            goal=Number(GOAL, 2),
        ),
        where=Where.FIGURES,
    )
    if "training" in part:
        own = part.part("training")
        yield Paragraph(
            english(
                "It learnt from {hand} films with hand-drawn masks (JSRT films with a nodule, SCR, "
                "van Ginneken et al. 2006, doi:10.1016/j.media.2005.02.002; COVID-19 films of "
                "training, less the heart) and {silver} films of training with automatic masks "
                "that look like two lungs, at {weight} of the weight; {judges} more JSRT films "
                "chose the epoch ({epoch} of {epochs}, Dice {dice}). No mask of a film of "
                "validation, test or adults was seen.",
                **{name: Count(own.count(name)) for name in ("hand", "silver", "judges")},
                weight=Plain(own.word("settings", "silver_weight")),
                epoch=Plain(own.word("best_epoch")),
                epochs=Count(own.count("settings", "epochs")),
                dice=Number(own.number("best_dice")),
            ),
            where=Where.FIGURES,
        )
    rows: list[tuple[Cell, ...]] = [_dice(Words("JSRT, by hand, adults"), dice.part("jsrt"))]
    for key, title in (
        ("less_heart", "Pneumonia, by hand, less the heart"),
        ("as_drawn", "Pneumonia, by hand, as drawn"),
    ):
        rows += [
            _dice(Joined((Words(title), split_name(split))), dice.part(key, split))
            for split in dice.names(key)
            if dice.part(key).document[split] is not None
        ]
    rows += [
        _dice(english("{label}, automatic, test", label=label_name(label)), own)
        for label, own in dice.parts("silver").items()
    ]
    yield Table(
        columns("Masks", "n", "Both lungs", "Median", "Worst", "Left", "Right"),
        tuple(rows),
        Words(
            "Mean Dice. *As drawn*: through the heart, another definition of a lung. An automatic "
            "mask is no truth: it leaves out what is consolidated"
        ),
        Where.FIGURES,
    )
    found = part.part("found")
    pictures: list[tuple[Cell, Estimate | None]] = []
    for split in FILM_SPLITS:
        pictures.append((Strong(split_name(split)), found.estimate(split, "all")))
        pictures += [
            (
                part_name(split, name, source=column == "by_source"),
                found.estimate(split, column, name),
            )
            for column in ("by_label", "by_source")
            for name in found.names(split, column)
        ]
    pictures.append((Words("Lateral views"), found.estimate("lateral", "all")))
    pictures += [
        (kind_name(kind), found.estimate("not_chest", kind)) for kind in found.names("not_chest")
    ]
    yield Table(
        columns("Pictures", "Two lungs found"),
        tuple((name, Share(one, of=True)) for name, one in pictures),
        Words("Two lungs found; this is no gate: it asks for two shapes, not for a chest"),
        Where.FIGURES,
    )
    limits = "; ".join(
        f"{meaning} {part.number('thresholds', name):g}" for name, meaning in _SIGNALS.items()
    )
    accepted = Percent(part.number("acceptance"), 0) if "acceptance" in part else ABSENT
    yield Paragraph(
        english(
            "By construction the thresholds accept {accepted} of validation. Two lungs count as "
            "found where all of these are reached: {limits}.",
            accepted=accepted,
            limits=Plain(limits),
        ),
        where=Where.FIGURES,
    )


def _dice(name: Cell, own: Measured) -> tuple[Cell, ...]:
    both = own.part("lungs")
    return (
        name,
        Count(both.sure("mean").n),
        Score(both.estimate("mean")),
        Number(both.number("median")),
        Number(both.number("worst")),
        Score(own.estimate("left", "mean")),
        Score(own.estimate("right", "mean")),
    )
