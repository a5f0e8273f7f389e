import json
from pathlib import Path

import jsonschema
import pytest

from model.evaluation.sources import PUBLISHED, published

ENTRIES = json.loads(PUBLISHED.read_text(encoding="utf-8"))
SCHEMA = json.loads((PUBLISHED.parent / "schema.json").read_text(encoding="utf-8"))


def test_the_file_is_as_its_schema_says():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(ENTRIES, SCHEMA)


@pytest.mark.parametrize(
    "change",
    [{"internal": None, "external": None}, {"external": [0.9, 1.1]}, {"source": {"text": "a book"}},
     {"name": "English alone"}],
)  # fmt: skip
def test_the_schema_refuses_what_is_no_entry(change):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([ENTRIES[0] | change], SCHEMA)


def test_ids_are_unique_and_spans_run_upwards():
    assert len({one.id for one in published()}) == len(ENTRIES)
    for one in published():
        for span in (one.internal, one.external):
            assert span is None or span[0] <= span[1]


def test_an_entry_as_it_was_published():
    zech = next(one for one in published() if one.id == "zech-2018")
    assert zech.internal == (0.931, 0.931)
    assert zech.external == (0.815, 0.815)
    assert zech.link == "https://doi.org/10.1371/journal.pmed.1002683"
    assert zech.name["pt_BR"] == "Zech 2018, pneumonia"


def test_most_lose_on_films_from_elsewhere():
    both = [one for one in published() if one.internal and one.external]
    assert len(both) >= 5
    assert all(one.external[1] < one.internal[0] for one in both)


def test_the_file_is_where_data_is():
    assert PUBLISHED.is_relative_to(Path(__file__).resolve().parents[3] / "assets")
