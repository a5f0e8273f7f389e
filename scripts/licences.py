"""Writes docs/licences.md: the licence of every package of the locks.

`make licences`, or `python -m scripts.licences`. The licences come from the metadata of what is
installed, so that must be requirements-dev.txt, to the letter.
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing
from packaging.utils import canonicalize_name

from scripts.lock import Locked, differences, installed, lock

ROOT: Final = Path(__file__).resolve().parents[1]
REPORT: Final = ROOT / "docs" / "licences.md"
TEMPLATE: Final = ROOT / "scripts" / "licences.md.in"

PERMISSIVE: Final = (
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "PSF-2.0",
    "Zlib",
)
"""SPDX identifiers that ask for no more than a notice."""

EXCEPTIONS: Final = {
    "certifi": "a list of certificates that Streamlit brings along by way of requests; unchanged",
    "tqdm": "the progress bar of the command line; unchanged, and no page loads it",
}
"""What the app needs and is not permissive, with the reason why it may stay."""

# What packages without a licence expression write instead. In words, since the metadata is.
SPELLINGS: Final = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}

# Packages whose metadata name no licence, and what their LICENSE file is.
READ: Final = {
    "atheris": "Apache-2.0",
    # The axe-core inside is MPL-2.0.
    "axe-playwright-python": "MIT AND MPL-2.0",
    "namex": "Apache-2.0",
}

# Packages that other systems need and Linux on x86-64, where the list is written, does not.
ELSEWHERE: Final = {"colorama": "BSD-3-Clause", "tensorflow": "Apache-2.0"}

_SPDX = get_spdx_licensing()


@dataclass(frozen=True)
class Package:
    """A package and its licence.

    Attributes:
        name: Its name, as normalised by the package index.
        licence: SPDX expression.
        asked_by: Names of the packages that ask for it; empty for those of a requirements file.
    """

    name: str
    licence: str
    asked_by: tuple[str, ...]

    @property
    def is_permissive(self) -> bool:
        """Whether the licence asks for no more than a notice."""
        return _permissive(_SPDX.parse(self.licence, validate=True))


def _permissive(expression: LicenseExpression) -> bool:
    operator = getattr(expression, "operator", None)
    if operator is None:
        return str(expression) in PERMISSIVE
    choice = any if operator.strip() == "OR" else all
    return choice(_permissive(part) for part in expression.args)


def _is_spdx(text: str) -> bool:
    try:
        _SPDX.parse(text, validate=True)
    except ExpressionError:
        return False
    return True


def licence_of(package: Distribution) -> str:
    """SPDX expression of a package, from the best of what its metadata say.

    Args:
        package: The package.

    Raises:
        LookupError: The metadata name no licence, or one by a name that is not known here.
    """
    name = canonicalize_name(package.name)
    said = package.metadata.get("License-Expression") or READ.get(name)
    if said:
        return str(said)
    # Some put the whole text there; its first line may still be a name.
    first = (package.metadata.get("License") or "").strip().partition("\n")[0]
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in package.metadata.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    for spelling in (first, *classifiers):
        known = SPELLINGS.get(spelling.rpartition(" :: ")[2].lower(), spelling)
        if known and _is_spdx(known):
            return known
    raise LookupError(f"{name}: {first[:60]!r}, {classifiers}; look at its LICENSE, extend READ")


def _packages(packages: list[Locked]) -> list[Package]:
    return [
        Package(
            one.name,
            ELSEWHERE.get(one.name) or licence_of(distribution(one.name)),
            () if one.files else one.asked_by,
        )
        for one in packages
    ]


@dataclass(frozen=True)
class Licences:
    """Every package of the locks, by what it is for; each in one list only.

    Attributes:
        app: What the app cannot run without: requirements-lean.txt.
        optional: What it runs without: the rest of requirements.txt.
        development: What tests and checks need on top: the rest of requirements-dev.txt.
    """

    app: list[Package]
    optional: list[Package]
    development: list[Package]

    @classmethod
    def of_the_locks(cls) -> "Licences":
        """Takes the packages from the locks, and their licences from what is installed.

        Raises:
            LookupError: A package's licence is not known, or another version is installed than the
                lock says.
        """
        if found := differences(lock("requirements-dev.txt"), installed()):
            raise LookupError("\n".join(["the environment is not the lock:", *found]))
        return cls(*(_packages(packages) for packages in kinds()))


def kinds() -> tuple[list[Locked], list[Locked], list[Locked]]:
    """The packages of the three lists of `Licences`, from the locks alone."""
    lean, full, every = (lock(f"requirements{kind}.txt") for kind in ("-lean", "", "-dev"))
    names = [{one.name for one in known} for known in (lean, full)]
    return (
        lean,
        [one for one in full if one.name not in names[0]],
        [one for one in every if one.name not in names[1]],
    )


def _table(packages: list[Package]) -> str:
    rows = ["| package | licence | permissive | comes with |", "|---|---|---|---|"]
    for one in packages:
        permissive = "yes" if one.is_permissive else "**no**"
        asking = ", ".join(one.asked_by) or "pinned"
        rows.append(f"| {one.name} | {one.licence} | {permissive} | {asking} |")
    return "\n".join(rows) + "\n"


def report(licences: Licences) -> str:
    """The text of docs/licences.md.

    Args:
        licences: The packages.
    """
    exceptions = "".join(f"- {name}: {reason}.\n" for name, reason in EXCEPTIONS.items())
    return TEMPLATE.read_text(encoding="utf-8").format(
        exceptions=exceptions,
        app=_table(licences.app),
        optional=_table(licences.optional),
        development=_table(licences.development),
    )


def written(text: str) -> list[dict[str, tuple[str, bool]]]:
    """What a report says, table by table: the licence by name, and whether it is permissive.

    Args:
        text: The report.
    """
    row = re.compile(r"^\| ([a-z0-9][a-z0-9-]*) \| ([^|]+) \| (yes|\*\*no\*\*) ", re.MULTILINE)
    return [
        {name: (licence, said == "yes") for name, licence, said in row.findall(table)}
        for table in text.split("|---|---|---|---|\n")[1:]
    ]


def main() -> int:
    """Writes the report.

    Returns:
        The exit status.
    """
    try:
        text = report(Licences.of_the_locks())
    except (LookupError, PackageNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    REPORT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
