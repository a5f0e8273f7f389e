"""How many films there are, of whom, from where, and under which licence: counted, not copied."""

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

_ORDER = ("train", "val", "test", "adult", "lateral")


def data_figures(folder: Path) -> dict[str, Any]:
    """Count the films in ``index.csv``.

    Args:
        folder: The data folder.

    Returns:
        ``counts``: a row for each split, label, source and population with films `n` and `groups`;
        ``licences``: for each source, the licence texts of its films and how many have each.
    """
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    licences: dict[str, Counter[str]] = defaultdict(Counter)
    with (folder / "index.csv").open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["split"] not in _ORDER:
                continue
            key = tuple(row[name] for name in ("split", "label", "source", "population"))
            groups[key].append(row["group"])
            licences[row["source"]][row["license"].strip() or "not stated"] += 1
    return {
        "counts": [
            {
                "split": split,
                "label": label,
                "source": source,
                "population": population,
                "n": len(members),
                "groups": len(set(members)),
            }
            for (split, label, source, population), members in sorted(
                groups.items(), key=lambda item: (_ORDER.index(item[0][0]), *item[0][1:])
            )
        ],
        "licences": {name: dict(sorted(found.items())) for name, found in sorted(licences.items())},
    }
