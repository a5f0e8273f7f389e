"""Reads what `make lock` resolved, and says in what an environment differs from it.

`make same`, or `python -m scripts.lock requirements.txt`: every package that the file asks for here
is installed in that version, and nothing else is.
"""

import sys
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[1]

OURS: Final = ("negatoscope", "pip")
"""What may be installed though a lock does not name it: this project itself (`pip install -e .`),
and the installer, which an environment brings along before there is anything to install. Where a
lock names pip, its version counts."""


@dataclass(frozen=True)
class Locked:
    """A package of a lock.

    Attributes:
        name: Its name, normalised.
        version: The one version.
        requirement: The whole line; its marker says where the package is needed.
        files: Requirements files that name it; empty where other packages bring it along.
        asked_by: Names of the packages that ask for it.
    """

    name: str
    version: str
    requirement: Requirement
    files: tuple[str, ...]
    asked_by: tuple[str, ...]

    def applies(self, environment: dict[str, str] | None = None) -> bool:
        """Whether it is needed.

        Args:
            environment: Values of markers; those of this machine and Python when None.
        """
        marker = self.requirement.marker
        return marker is None or marker.evaluate(dict(environment or {}))


def locked(text: str) -> list[Locked]:
    """The packages of a lock, in its order.

    Args:
        text: What `uv pip compile` wrote.

    Raises:
        ValueError: A line pins no version.
    """
    found: list[tuple[Requirement, list[str]]] = []
    for line in text.splitlines():
        comment = line.strip().removeprefix("#").strip()
        if not line.startswith((" ", "#")) and comment:
            found.append((Requirement(line), []))
        elif line.startswith(" ") and found:
            found[-1][1].append(comment.removeprefix("via").strip())
    return [_locked(requirement, asking) for requirement, asking in found]


def _locked(requirement: Requirement, asking: list[str]) -> Locked:
    pins = [one.version for one in requirement.specifier if one.operator == "=="]
    if len(pins) != 1 or len(requirement.specifier) != 1:
        raise ValueError(f"{requirement} pins no version")
    files = tuple(one.removeprefix("-r ") for one in asking if one.startswith("-r "))
    packages = tuple(one for one in asking if one and not one.startswith("-"))
    return Locked(canonicalize_name(requirement.name), pins[0], requirement, files, packages)


def lock(name: str) -> list[Locked]:
    """The packages of one of the repository's locks.

    Args:
        name: Such as `requirements.txt`.
    """
    return locked((ROOT / name).read_text("utf-8"))


def installed() -> dict[str, str]:
    """Version of everything in the environment that runs this, by normalised name."""
    own = [folder for folder in sys.path if Path(folder).name in ("site-packages", "dist-packages")]
    return {canonicalize_name(one.name): one.version for one in distributions(path=own)}


def differences(packages: list[Locked], there: dict[str, str]) -> list[str]:
    """In what an environment is not what a lock says; nothing where it is.

    Args:
        packages: The lock.
        there: Versions by name, as `installed` returns them.
    """
    wanted = {one.name: one.version for one in packages if one.applies()}
    found = [
        f"{name}: {version} is asked for, {there.get(name, 'nothing')} is installed"
        for name, version in wanted.items()
        if there.get(name) != version
    ]
    found += [
        f"{name}: {version} is installed, nothing asks for it"
        for name, version in sorted(there.items())
        if name not in wanted and name not in OURS
    ]
    return found


def main(arguments: list[str]) -> int:
    """Compares this environment with a lock.

    Args:
        arguments: The name of the lock.

    Returns:
        0, or 1 where they differ.
    """
    (name,) = arguments
    found = differences(lock(name), installed())
    if found:
        mend = "“make clean” and the same command again makes the environment anew."
        sys.stderr.write("\n".join([f"Not what {name} says:", *found, mend, ""]))
        return 1
    sys.stdout.write(f"The environment is {name}, to the letter.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
