"""What the gate refuses and lets in, what it costs, and what it takes for a child."""

from collections.abc import Iterator, Mapping
from typing import Final

from model.classifier.artefacts import Manifest
from model.evaluation.blocks import (
    ABSENT,
    Block,
    Bullets,
    Cell,
    Code,
    Count,
    CountOf,
    Dots,
    Heading,
    Joined,
    Mark,
    Number,
    Paragraph,
    Percent,
    Plain,
    Share,
    Table,
    Where,
    Words,
    columns,
    english,
    noted,
    said,
)
from model.evaluation.blocks import words as _
from model.evaluation.figures.gate import ASKED
from model.evaluation.measured import Measured
from model.evaluation.names import KINDS, kind_name, split_name
from model.evaluation.tables import in_parts, of_splits, share, table
from model.messages import N_

SOFTENED: Final = "softened"
"""Altered films that are to be accepted: only as blurred as those that were cut."""

NO_MEANING: Final = N_(
    "What is not refused gets an answer that means nothing: the gate lowers that risk and does "
    "not end it."
)

_REFUSED: Final = (N_("Refused"), share("refused", of=True))

REACHED: Final = N_("reached")
NOT_REACHED: Final = N_("not reached")


def reached(kept: bool) -> Mark:
    """Whether a goal was reached."""
    return Mark("yes" if kept else "no", Words(REACHED if kept else NOT_REACHED))


def gate(manifest: Manifest) -> Iterator[Block]:
    """Pictures to be refused, near misses, films to be accepted, child or adult."""
    figures, record = Measured(manifest.figures), Measured(manifest.training).part_or_none("gate")
    own = figures.part("gate")
    yield said(
        "Before any answer, header, size, colour and the network's own features are judged. What "
        "is not accepted as a frontal chest radiograph gets a reason and no class.",
        term="out-of-distribution",
        where=Where.ALL,
    )
    yield noted(
        "Thresholds: {limits}.",
        limits=Plain(", ".join(f"{n} {v:.4g}" for n, v in sorted(manifest.gate.items()))),
    )
    yield Heading(N_("To be refused"), "refused")
    yield from _refused(own)
    yield Heading(N_("Near misses, by name"), "near-misses")
    yield from _near_misses(own, record.part_or_none("unseen_kinds"))
    yield from _header(figures.part_or_none("gate_dicom"))
    yield from _cost(figures.part_or_none("gate_cost"))
    yield Heading(N_("To be accepted"), "accepted")
    yield _accepted(own)
    yield from _in_full(own)
    if "age" in figures:
        yield Heading(N_("Child or adult"), "age", "confounder")
        yield from _age(figures.part("age"), record.part_or_none("children_elsewhere"))


def _measured_kinds(own: Measured) -> dict[str, Measured]:
    """Every kind of picture that was measured, altered films of test among them."""
    found = {name: own.part(name) for name in KINDS if name in own}
    altered = own.part("altered") if "altered" in own else Measured({})
    return found | (altered.parts("test") if "test" in altered else {})


def _refused(own: Measured) -> Iterator[Block]:
    measured = _measured_kinds(own)
    kinds = {kind: measured[kind] for kind in KINDS if kind in measured and kind != SOFTENED}
    alt = _("Pictures to be refused, and how many are")
    yield Dots(
        "evidence_gate",
        alt,
        _("Refused by the gate"),
        (
            (
                _("Refused"),
                tuple((kind_name(name), one.estimate("refused")) for name, one in kinds.items()),
            ),
        ),
    )
    same = own.part("at_95", "kinds") if "at_95" in own else Measured({})
    asked = {kind: one for kind, one in kinds.items() if kind in ASKED}
    rows = tuple(
        (
            kind_name(kind),
            Share(one.estimate("refused"), of=True),
            Percent(ASKED[kind], 0) if kind in asked else ABSENT,
            Share(same.found(kind)),
            Share(one.found("named") if kind in asked else None),
            _reasons(one),
        )
        for kind, one in kinds.items()
    )
    heads = columns(N_("Pictures"), N_("Refused"), N_("Asked for"))
    more = columns(N_("At equal acceptance"), N_("Right reason"), N_("Reasons"))
    yield Table((*heads, *more), rows, alt)
    short = tuple(row[:3] for kind, row in zip(kinds, rows, strict=True) if kind in asked)
    yield Table(heads, short, alt, Where.CARD)
    yield Paragraph(Words(NO_MEANING), tone="caption", where=Where.ALL)
    if "at_95" in own:
        yield said(
            "*At equal acceptance*: at the threshold that accepts {accepted} of the test films, "
            "for which the goals were set; reported, not used.",
            tone="caption",
            accepted=Percent(1 - own.sure("at_95", "test").value),
        )


def _near_misses(own: Measured, unseen: Measured) -> Iterator[Block]:
    if "let_through" not in own:
        yield said("Not measured yet.")
        return
    names = {kind: own.words("let_through", kind) for kind in own.names("let_through")}
    if names:
        yield said("Pictures without a chest that were accepted, by their names in the archive:")
        yield Bullets(
            tuple(
                Joined((kind_name(kind), Joined(tuple(map(Code, some)))), ": ")
                for kind, some in names.items()
            )
        )
    else:
        yield said("None of the pictures without a chest that were tried was accepted.")
    if unseen.document:
        yield said(
            "A gate that never saw a kind refuses fewer of it. Fitted again without each kind, "
            "then shown it, it refused: {said}.",
            said=_counted({kind: kind_name(kind) for kind in unseen.document}, unseen),
        )


def _counted(names: Mapping[str, Cell], own: Measured) -> Joined:
    return Joined(
        tuple(
            Joined((name, CountOf(own.count(kind, "refused"), own.count(kind, "n"))), ": ")
            for kind, name in names.items()
        ),
        "; ",
    )


def _header(disguised: Measured) -> Iterator[Block]:
    if disguised.document:
        yield said(
            "Chest films in DICOM files whose header says another modality, refused for that: "
            "{said}.",
            said=_counted({one: Plain(one) for one in disguised.document}, disguised),
        )


def _cost(cost: Measured) -> Iterator[Block]:
    if not cost.document:
        return
    yield said(
        "The gate adds {added} to the time of the forward pass: {gate} ms beside {forward} ms, in "
        "the median, on the machine that measured it.",
        added=Percent(cost.number("added")),
        gate=Number(cost.number("gate_ms"), 2),
        forward=Number(cost.number("forward_ms"), 2),
    )
    names = ("rows", "columns", "rounds")
    if names[0] in cost:
        yield noted(
            "Measured on a film of {rows} × {columns} pixels, {rounds} turns each, side by side.",
            **{name: Plain(cost.word(name)) for name in names},
        )


def _accepted(own: Measured) -> Table:
    rows = list(in_parts(own, "", "by_label", "by_source"))
    if "altered" in own:
        rows += [
            (Joined((split_name(split), kind_name(SOFTENED)), " · "), kinds.part(SOFTENED))
            for split, kinds in own.parts("altered").items()
            if SOFTENED in kinds
        ]
    alt = _("Films to be accepted, and how many are refused")
    return table(alt, N_("Films"), rows, _REFUSED, (N_("Reasons"), _reasons))


def _reasons(own: Measured) -> Joined:
    found = own.counts("reasons") if "reasons" in own else {}
    return Joined(tuple(Joined((Code(code), Count(n)), " ") for code, n in found.items()))


def _age(age: Measured, elsewhere: Measured) -> Iterator[Block]:
    yield said(
        "Bacterial and viral pneumonia were learnt from children alone, COVID-19 from adults "
        "almost alone. A head on the same features says whether a film looks like one of a child, "
        "so that an answer learnt from others alone can be doubted."
    )
    told = (
        (N_("Right"), share("right", of=True)),
        (N_("Wrong"), share("wrong")),
        (N_("Cannot tell"), share("unclear")),
    )
    foreign = (N_("Answers learnt from others alone"), share("foreign"))
    alt = _("How well children and adults are told apart")
    yield table(alt, N_("Split"), of_splits(age), *told, foreign)
    parts = (
        (Joined((name, Plain(who)), " · "), part)
        for name, one in of_splits(age)
        for who, part in (one.parts("by_source") if "by_source" in one else {}).items()
    )
    yield table(
        Words("Child or adult, by source and age"), "Films", parts, *told, where=Where.FIGURES
    )
    if elsewhere.document:
        yield Paragraph(
            Words(
                N_(
                    "Of {n} children from other sources, heads that had not seen them took "
                    "{child} for children and {adult} for adults: the head knows small children "
                    "of one hospital, and older ones hardly."
                ),
                {name: Count(elsewhere.count(name)) for name in ("n", "child", "adult")},
            ),
            tone="caption",
        )


# Only docs/figures.md has what follows; it is in English alone.


def _in_full(own: Measured) -> Iterator[Block]:
    kinds = [(kind_name(name), own.part(name)) for name in KINDS if name in own]
    if "learnt" in own:
        kinds += [
            (english("{kind}, of those that the gate learnt from", kind=kind_name(name)), part)
            for name, part in own.parts("learnt").items()
        ]
    yield table(
        Words("Refused with and without header and colour"),
        "Pictures",
        kinds,
        _REFUSED,
        ("Refused by the features alone", share("refused_by_features", of=True)),
        ("Reasons", _reasons),
        where=Where.FIGURES,
    )
    if "altered" in own:
        yield table(
            Words(
                "Films of the test and of adults, altered; those cut to a part show one lung, or a "
                "window of 35 to 60 % of each side"
            ),
            "Films",
            (
                (Joined((split_name(split), kind_name(name)), " · "), part)
                for split in own.names("altered")
                for name, part in own.parts("altered", split).items()
            ),
            _REFUSED,
            ("For the right reason", share("named", of=True)),
            ("Reasons", _reasons),
            where=Where.FIGURES,
        )
    if "at_95" not in own:
        return
    measured, same = _measured_kinds(own), own.part("at_95", "kinds")
    yield Table(
        columns("Pictures", "Asked for", "At 95 % of test", "As it ships", "Verdict"),
        tuple(
            (
                kind_name(kind),
                Percent(asked, 0),
                Share(same.estimate(kind), of=True),
                Share(measured[kind].estimate("refused"), of=True),
                reached(same.sure(kind).value >= asked),
            )
            for kind, asked in ASKED.items()
            if kind in same
        ),
        Words("Asked of the gate and reached"),
        Where.FIGURES,
    )
    if "view" in own.part("at_95"):
        yield noted(
            "Where 95 % of test are accepted, the threshold for views would be {view} there.",
            view=Plain(own.word("at_95", "view")),
        )
