"""The table in docs/settings.md says what the settings are, row by row."""

from dataclasses import fields
from pathlib import Path

from pages.shared.settings.table import Settings, environment_name

SETTINGS = Path(__file__).resolve().parents[4] / "docs" / "settings.md"


def rows_of_the_document():
    lines = SETTINGS.read_text(encoding="utf-8").splitlines()
    start = lines.index("| Setting | Without it | Values | What for |") + 2
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append(tuple(cell.strip() for cell in line.strip("|").split(" | ")))
    return rows


def row_of(field):
    default = field.default
    if isinstance(default, tuple):
        default = ", ".join(default)
    allowed = field.metadata["allowed"]
    if field.metadata["kind"] == "choice":
        values = ", ".join(f"`{value}`" for value in allowed.split(", "))
    else:
        values = f"such as `{allowed}`"
    return (
        f"`{environment_name(field.name)}`",
        f"`{default}`" if default else "",
        values,
        field.metadata["purpose"],
    )


def test_the_document_lists_every_setting_as_it_is():
    assert rows_of_the_document() == [row_of(field) for field in fields(Settings)]


def test_every_setting_is_described_where_it_is_declared():
    for field in fields(Settings):
        assert f"        {field.name}: " in Settings.__doc__, field.name
