"""Breaks lines of the app one at a time, in a copy, and shows which test notices.

Which lines are broken is drawn from the names of the files: the same code is broken in the same
places. A comparison or a condition is turned around, a sign is changed, yes becomes no. Tests that
mirror the file are asked first, then those that import it, then those of its folder.

    python -m scripts.break_and_see --breaks 30
"""

import argparse
import ast
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[1]
SIGNS = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/"}
QUICK = "not slow and not browser"
SECONDS = 600


@dataclass(frozen=True)
class Break:
    """One line that is broken.

    Attributes:
        path: The file, relative to the root.
        line: Number of the line.
        before: What stands there.
        after: What stands there instead.
        source: The whole file, broken.
    """

    path: str
    line: int
    before: str
    after: str
    source: str


def possible(source: str, path: str) -> Iterator[Break]:
    """Every way to break a file, from its top to its end.

    Args:
        source: Its text.
        path: Its name, relative to the root.
    """
    tree = ast.parse(source)
    lines = source.splitlines(keepends=True)
    inside = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    found = {}
    for node in (child for function in inside for child in ast.walk(function)):
        for part, text in _broken(node, source):
            if part.lineno == part.end_lineno:
                found[part.lineno, part.col_offset] = (part, text)
    for (line, _column), (part, text) in sorted(found.items()):
        row = lines[line - 1].encode()
        new = row[: part.col_offset] + text.encode() + row[part.end_col_offset :]
        if new != row:
            broken = [*lines[: line - 1], new.decode(), *lines[line:]]
            yield Break(path, line, row.decode().strip(), new.decode().strip(), "".join(broken))


def _broken(node: ast.AST, source: str) -> Iterator[tuple[ast.expr, str]]:
    def text(part: ast.AST) -> str:
        return ast.get_source_segment(source, part) or ""

    if isinstance(node, ast.If):
        yield node.test, f"not ({text(node.test)})"
    elif isinstance(node, ast.Compare):
        yield node, f"(not ({text(node)}))"
    elif isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        yield node, f"({text(node.left)} {SIGNS[type(node.op)]} {text(node.right)})"
    elif (
        isinstance(node, ast.Return)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, bool)
    ):
        yield node.value, str(not node.value.value)


def breaks(count: int) -> list[Break]:
    """So many breaks, each in another file, spread over `model/` and `pages/`."""
    files = [
        path for folder in ("model", "pages") for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    chosen = []
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        ways = list(possible(path.read_text(encoding="utf-8"), name))
        if len(ways) > 4:
            draw = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
            chosen.append(ways[draw % len(ways)])
    return [chosen[place * len(chosen) // count] for place in range(count)]


def tests_of(path: str) -> list[list[str]]:
    """Tests of a file, those that should notice first."""
    file = Path(path)
    mirror = Path("tests", file.parent, f"test_{file.stem.strip('_')}.py")
    stages = [[str(mirror)]] if (ROOT / mirror).exists() else []
    module = ".".join(file.with_suffix("").parts)
    parent, _, stem = module.rpartition(".")
    named = re.compile(rf"\b{re.escape(module)}\b|from {re.escape(parent)} import .*\b{stem}\b")
    asking = [
        str(test.relative_to(ROOT))
        for test in sorted((ROOT / "tests").rglob("test_*.py"))
        if "browser" not in test.parts and named.search(test.read_text(encoding="utf-8"))
    ]
    around = [str(folder) for folder in [mirror.parent] if (ROOT / folder).is_dir()]
    if file.parts[0] == "pages":
        page = file.parts[2] if file.parts[1] == "views" else "classify"
        around += [f"tests/pages/test_{page}.py", "tests/pages/test_every_view.py"]
    return [stage for stage in [*stages, asking, around] if stage]


def noticed(broken: Break, copy: Path) -> str:
    """The test that fails in a copy of the house in which a line is broken; empty if none does."""
    file = copy / broken.path
    whole = file.read_text(encoding="utf-8")
    file.write_text(broken.source, encoding="utf-8")
    try:
        for stage in tests_of(broken.path):
            command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", QUICK, *stage]
            try:
                done = subprocess.run(
                    command, cwd=copy, capture_output=True, text=True, timeout=SECONDS, check=False
                )
            except subprocess.TimeoutExpired:
                return ""
            failed = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
            if failed or done.returncode not in (0, 5):
                return failed[1] if failed else f"{stage[0]} (cannot begin)"
    finally:
        file.write_text(whole, encoding="utf-8")
    return ""


def copied(folder: Path) -> Path:
    """A copy of all that git knows, as it lies here."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table; 1 where a break went unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--breaks", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="part of the path of what is broken")
    chosen = parser.parse_args(arguments)
    todo = [one for one in breaks(chosen.breaks) if chosen.only in one.path]
    copies: SimpleQueue[Path] = SimpleQueue()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(chosen.workers) as pool:
        for number in range(chosen.workers):
            copies.put(copied(Path(folder, str(number))))

        def see(broken: Break) -> str:
            copy = copies.get()
            try:
                return noticed(broken, copy)
            finally:
                copies.put(copy)

        missed = 0
        print("| line | broken to | noticed by |\n|---|---|---|")
        for broken, test in zip(todo, pool.map(see, todo), strict=True):
            missed += not test
            said = broken.after.replace("|", "\\|")
            print(
                f"| `{broken.path}:{broken.line}` | `{said}` | {test or '**nobody**'} |", flush=True
            )
    print(f"\n{len(todo) - missed} of {len(todo)} were noticed.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
