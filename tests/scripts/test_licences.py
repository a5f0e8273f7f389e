"""Every package that comes along has a licence that is known and listed, and is free to use."""

import sys
from importlib.metadata import Distribution

import pytest

from scripts.licences import (
    EXCEPTIONS,
    REPORT,
    ROOT,
    Licences,
    Package,
    licence_of,
    pinned,
    report,
    rows,
)

# Elsewhere a marker in somebody's metadata may leave a package out.
REFERENCE = sys.version_info[:2] == (3, 11) and sys.platform == "linux"


class Installed(Distribution):
    """A package with the metadata that a test gives it."""

    def __init__(self, metadata):
        self.text = metadata

    def read_text(self, filename):
        return self.text if filename == "METADATA" else None

    def locate_file(self, path):
        raise NotImplementedError


@pytest.fixture(scope="module")
def licences():
    return Licences.installed()


def test_the_list_is_that_of_what_is_installed(licences):
    written, now = REPORT.read_text("utf-8"), report(licences)
    missing = rows(now).items() - rows(written).items()
    assert missing == set(), "run `make licences`"
    if REFERENCE:
        assert written == now, "run `make licences`"


def test_what_the_app_needs_is_permissive_but_for_the_exceptions_that_are_named(licences):
    assert {one.name for one in licences.app if not one.is_permissive} == set(EXCEPTIONS)


def test_the_app_has_nothing_that_is_only_optional(licences):
    named = {one.name for one in licences.optional}
    assert {"genanki", "frozendict", "keras", "tensorflow-cpu"} - named <= {"tensorflow-cpu"}
    assert named & {one.name for one in licences.app} == set()


def test_every_pinned_package_is_in_the_list(licences):
    listed = {one.name for one in licences.app + licences.optional + licences.development}
    pins = pinned(ROOT / "requirements.txt") + pinned(ROOT / "requirements-dev.txt")
    assert set(pins) - listed == set()


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
