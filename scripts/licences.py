"""Writes docs/licences.md: the licence of every package that the pinned ones bring along.

`make licences`, or `python -m scripts.licences`. The licences come from the metadata of what is
installed, so requirements-dev.txt must be.
"""

import re
import sys
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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

_SPDX = get_spdx_licensing()


@dataclass(frozen=True)
class Package:
    """A package that is installed.

    Attributes:
        name: Its name, as normalised by PyPI.
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


def pinned(file: Path) -> list[str]:
    """Names that a requirements file pins, itself alone.

    Args:
        file: The file.
    """
    lines = (line.partition("#")[0].strip() for line in file.read_text("utf-8").splitlines())
    asked = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return [
        canonicalize_name(one.name) for one in asked if one.marker is None or one.marker.evaluate()
    ]


def brought(names: list[str]) -> dict[str, set[str]]:
    """What comes along with packages: every name, and who asks for it.

    Args:
        names: Names of installed packages.

    Raises:
        PackageNotFoundError: One of them is not installed.
    """
    found: dict[str, set[str]] = {name: set() for name in names}
    waiting = [(name, frozenset[str]()) for name in names]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for line in distribution(name).requires or []:
            asked = Requirement(line)
            chosen = [{"extra": extra} for extra in ("", *extras)]
            if asked.marker and not any(asked.marker.evaluate(one) for one in chosen):
                continue
            other = canonicalize_name(asked.name)
            found.setdefault(other, set()).add(name)
            waiting.append((other, frozenset(asked.extras)))
    return found


def _packages(names: list[str]) -> list[Package]:
    return [
        Package(
            name, licence_of(distribution(name)), () if name in names else tuple(sorted(asking))
        )
        for name, asking in sorted(brought(names).items())
    ]


@dataclass(frozen=True)
class Licences:
    """Every package, by what it is for; each in one list only.

    Attributes:
        app: What the app cannot run without.
        optional: What it runs without: `deploy/optional.txt`, and what comes along with that alone.
        development: What tests and checks need on top.
    """

    app: list[Package]
    optional: list[Package]
    development: list[Package]

    @classmethod
    def installed(cls) -> "Licences":
        """Looks at what is installed.

        Raises:
            LookupError: A package's licence is not known.
            PackageNotFoundError: requirements-dev.txt is not installed.
        """
        optional = (ROOT / "deploy" / "optional.txt").read_text("utf-8").split()
        pins = pinned(ROOT / "requirements.txt")
        app = _packages([name for name in pins if name not in optional])
        known = {package.name for package in app}
        extra = [package for package in _packages(pins) if package.name not in known]
        known |= {package.name for package in extra}
        every = _packages(pins + pinned(ROOT / "requirements-dev.txt"))
        return cls(app, extra, [package for package in every if package.name not in known])


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
        licences: What is installed.
    """
    exceptions = "".join(f"- {name}: {reason}.\n" for name, reason in EXCEPTIONS.items())
    return TEMPLATE.read_text(encoding="utf-8").format(
        exceptions=exceptions,
        app=_table(licences.app),
        optional=_table(licences.optional),
        development=_table(licences.development),
    )


def rows(text: str) -> dict[str, str]:
    """Package and licence of every row of a report.

    Args:
        text: The report.
    """
    return dict(
        re.findall(r"^\| ([a-z0-9][a-z0-9-]*) \| ([^|]+) \| (?:yes|\*\*no\*\*) ", text, re.M)
    )


def main() -> int:
    """Writes the report.

    Returns:
        The exit status.
    """
    try:
        text = report(Licences.installed())
    except (LookupError, PackageNotFoundError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    REPORT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
