"""Every package that comes along has a licence that is known and listed, and is free to use."""

from importlib.metadata import Distribution

import pytest

from scripts.licences import (
    EXCEPTIONS,
    REPORT,
    Licences,
    Package,
    kinds,
    licence_of,
    report,
    written,
)

TABLES = written(REPORT.read_text("utf-8"))


class Installed(Distribution):
    """A package with the metadata that a test gives it."""

    def __init__(self, metadata):
        self.text = metadata

    def read_text(self, filename):
        return self.text if filename == "METADATA" else None

    def locate_file(self, path):
        raise NotImplementedError


@pytest.mark.parametrize("number", range(3), ids=["app", "optional", "development"])
def test_the_list_is_that_of_the_locks(number):
    """Names alone, and not one of them from the environment, which may differ between machines."""
    assert set(TABLES[number]) == {one.name for one in kinds()[number]}, "run `make licences`"


def test_every_licence_that_is_written_is_one_and_is_said_to_be_what_it_is():
    for name, (licence, said) in [row for table in TABLES for row in table.items()]:
        assert Package(name, licence, ()).is_permissive is said, name


def test_what_the_app_needs_is_permissive_but_for_the_exceptions_that_are_named():
    assert {name for name, (_, said) in TABLES[0].items() if not said} == set(EXCEPTIONS)


def test_the_app_has_nothing_that_is_only_optional():
    assert {"genanki", "frozendict", "keras", "tensorflow-cpu", "tensorflow"} <= set(TABLES[1])
    assert set(TABLES[0]) & set(TABLES[1]) == set()
    assert set(TABLES[2]) & (set(TABLES[0]) | set(TABLES[1])) == set()


def test_a_report_is_read_as_it_is_written():
    brought = Package("b-c", "GPL-3.0-only", ("a", "d"))
    said = report(Licences([Package("a", "MIT", ())], [], [brought]))
    assert "| a | MIT | yes | pinned |" in said
    assert "| b-c | GPL-3.0-only | **no** | a, d |" in said
    assert written(said) == [{"a": ("MIT", True)}, {}, {"b-c": ("GPL-3.0-only", False)}]


@pytest.mark.parametrize(
    ("licence", "permissive"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", False),
        ("LGPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
    ],
)
def test_permissive_means_every_part_or_one_to_choose(licence, permissive):
    assert Package("name", licence, ()).is_permissive is permissive


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: MIT\nLicense: GPL", "MIT"),
        ("License: Apache 2.0", "Apache-2.0"),
        ("License: MPL-2.0 AND MIT", "MPL-2.0 AND MIT"),
        ("Classifier: License :: OSI Approved :: BSD License", "BSD-3-Clause"),
        (
            "License: Copyright (c) 2015-2025, Vega-Altair Developers\n"
            "Classifier: License :: OSI Approved :: BSD License",
            "BSD-3-Clause",
        ),
    ],
)
def test_the_licence_is_read_from_the_best_of_the_metadata(metadata, licence):
    assert licence_of(Installed(f"Name: any\n{metadata}\n")) == licence


@pytest.mark.parametrize("metadata", ["", "License: Do what you like", "License: UNKNOWN"])
def test_a_licence_that_is_not_known_is_an_error(metadata):
    with pytest.raises(LookupError, match=r"^any: "):
        licence_of(Installed(f"Name: any\n{metadata}\n"))
