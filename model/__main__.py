"""The command line: `python -m model COMMAND`, or `negatoscope COMMAND` where it is installed.

Each command is one file in `model.commands`, named like it with underscores for dashes, with
`add_arguments(parser)` and `run(arguments)`, which takes the parsed options and returns the exit
status. Only the command that was asked for is imported, so that `classify` never loads TensorFlow.
"""

import argparse
import importlib.metadata
import os
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from model.errors import NegatoscopeError

COMMANDS: Final = {
    "classify": "say which of the four classes a radiograph looks like",
    "train": "train the network on the public radiographs",
    "average": "average several trained weights into one",
    "train-lungs": "train the network that finds the lungs, and export it",
    "evaluate": "measure it and write the manifest and the model card",
    "export": "turn trained weights into the files that the app serves",
    "overfitting": "train twice on few films, to show what augmentation is for",
    "audit": "check the log of answers that a server wrote",
}
"""Every command and what it does, in the order of the help."""

FAILED: Final = 1
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        argv: The words after `python -m model`; those of the process when None.

    Returns:
        The exit status: 0, or 1 after an error of the project, said in one line on standard error.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(
        prog="negatoscope" if Path(sys.argv[0]).stem == "negatoscope" else "python -m model",
        description="Chest radiographs and a network that reads them. For education and quick "
        "checks; not a medical device.",
    )
    told = f"Negatoscope {version()}" if "--version" in words else ""
    parser.add_argument("--version", action="version", version=told)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    asked = next((word for word in words if not word.startswith("-")), "")
    run = _nothing
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=_as_sentence(purpose))
        if name == asked:
            module = importlib.import_module(f"model.commands.{name.replace('-', '_')}")
            module.add_arguments(command)
            run = module.run
    return carry_out(run, parser.parse_args(words))


def carry_out(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Runs what a command line asks for; an error of the project is one line on standard error.

    Args:
        run: Takes the arguments and returns an exit status.
        arguments: The parsed options.

    Returns:
        The exit status; 1 after an error of the project.
    """
    try:
        status = run(arguments)
        sys.stdout.flush()
    except NegatoscopeError as error:
        print(error.notice.in_full(), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # `… | head` has read enough. Python would complain once more when it flushes on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return status


def _nothing(_: argparse.Namespace) -> int:
    return FAILED


def version() -> str:
    """The version in pyproject.toml; where no such file came along, that of the package."""
    project = Path(__file__).resolve().parents[1] / "pyproject.toml"
    if project.exists():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return importlib.metadata.version("negatoscope")


def _as_sentence(purpose: str) -> str:
    return f"{purpose[0].upper()}{purpose[1:]}."


if __name__ == "__main__":
    sys.exit(main())
