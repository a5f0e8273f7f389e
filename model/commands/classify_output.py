"""How `classify` says what it found: a JSON object for programs, a line of a table for people."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from model.classifier.age import is_foreign
from model.errors import NegatoscopeError

if TYPE_CHECKING:
    from model.classifier.prediction import Answer, Examination

NAMES: Final = {
    "healthy": "healthy",
    "covid": "COVID-19",
    "bacterial": "bacterial pneumonia",
    "viral": "viral pneumonia",
}
"""English names of the classes, for people."""

_PEOPLE: Final = {"child": "a child", "adult": "an adult"}

FOOTER: Final = "For education and quick checks; not a diagnosis."


@dataclass(frozen=True)
class Line:
    """What is known about one file: an examination or an error.

    Attributes:
        file: The path as it was given or found.
        examination: The engine's examination; None after an error.
        elapsed_ms: From opening the file to its answer, milliseconds.
        error: Why it was not read; None where it was.
    """

    file: str
    examination: "Examination | None" = None
    elapsed_ms: float = 0.0
    error: NegatoscopeError | None = None


def as_record(line: Line) -> dict[str, Any]:
    """One file for programs.

    Args:
        line: What is known about one file.

    Returns:
        An object with `file` and either `error` (code), or `accepted`, `refusals` and `warnings`
        (codes), `predicted`, `probabilities`, `prediction_set`, `looks_like` (child, adult or null:
        cannot tell), `model` (SHA-256), `elapsed_ms`. A refused image has no `predicted`,
        `probabilities`, `prediction_set` and `looks_like` unless it was forced.
    """
    record: dict[str, Any] = {"file": line.file}
    examination = line.examination
    if line.error is not None or examination is None:
        record["error"] = line.error.code if line.error else NegatoscopeError.code
        return record
    record["accepted"] = examination.accepted
    record["refusals"] = [notice.code for notice in examination.refusals]
    record["warnings"] = [notice.code for notice in examination.warnings]
    if examination.answer is not None:
        answer = examination.answer
        record["predicted"] = answer.predicted
        record["probabilities"] = {name: float(p) for name, p in answer.probabilities.items()}
        record["prediction_set"] = list(answer.prediction_set)
        record["looks_like"] = examination.population
    record["model"] = examination.model_sha256
    record["elapsed_ms"] = round(line.elapsed_ms, 3)
    return record


def as_json(line: Line) -> str:
    """`as_record` as one line of JSON Lines; ASCII, so that file names reach any pipe unharmed."""
    return json.dumps(as_record(line))


def as_text(line: Line) -> str:
    """One file for people, with a further line for each notice.

    Args:
        line: What is known about one file.

    Returns:
        Text without control characters, whatever the file is called.
    """
    file = "".join(c if c.isprintable() else "?" for c in line.file)
    file = file.encode("utf-8", "replace").decode("utf-8")
    examination = line.examination
    if line.error is not None or examination is None:
        error = line.error or NegatoscopeError()
        return f"{'not read':<29}{file}\n{_indented(error.notice.in_full())}"
    verdict = _verdict(examination.answer) if examination.answer else "no answer"
    rows = [f"{verdict:<29}{file}"]
    answer = examination.answer
    if answer is not None and len(answer.prediction_set) > 1:
        names = " or ".join(NAMES[name] for name in answer.prediction_set)
        rows.append(_indented(f"It cannot separate: {names}."))
    if answer is not None and is_foreign(answer.predicted, examination.population):
        person = _PEOPLE[str(examination.population)]
        rows.append(
            _indented(
                f"Looks like the film of {person}; {NAMES[answer.predicted]} was learnt from films "
                "of others: take it as no answer."
            )
        )
    rows += [_indented(f"Refused: {notice.in_full()}") for notice in examination.refusals]
    rows += [_indented(notice.in_full()) for notice in examination.warnings]
    return "\n".join(rows)


def _verdict(answer: "Answer") -> str:
    return f"{answer.probabilities[answer.predicted]:6.1%}  {NAMES[answer.predicted]}"


def _indented(text: str) -> str:
    return f"    {text}"
