"""Every string that a page shows, wherever it stands: texts, labels, tooltips, tables, charts."""

import json
import re
from html import unescape

from google.protobuf.descriptor import FieldDescriptor

# Fields of Streamlit's messages that hold words; the others hold keys, icons, addresses, formats.
WORDS = {
    "alt", "body", "caption", "content", "delta", "help", "label", "options", "placeholder", "text",
    "title",
}  # fmt: skip

# The same in a figure. On an axis of categories the values are words too.
CHART_WORDS = {"hovertemplate", "hovertext", "name", "text", "ticktext", "title", "x", "y"}

UNSEEN = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
HEARD = re.compile(r'aria-label="([^"]*)"')
TAG = re.compile(r"<[^>]*>")


def shown(app) -> list[str]:
    """Every string of a page, in its order, as Streamlit was given it.

    Args:
        app: The page, after a run.
    """
    return [text for node in app.main for text in _of_node(node) if text.strip()]


def tooltips(app) -> list[str]:
    """Every tooltip of a page.

    Args:
        app: The page, after a run.
    """
    found = []
    for node in app.main:
        message = getattr(node, "proto", None)
        if message is not None:
            found += [text for name, text in _strings(message) if name == "help" and text]
    return found


def _of_node(node):
    message = getattr(node, "proto", None)
    if message is None:
        return
    kind = message.DESCRIPTOR.name
    if kind == "Html":
        yield from _of_html(message.body)
        return
    if kind == "PlotlyChart":
        yield from _of_chart(json.loads(message.spec))
    if kind == "Table":
        table = node.value
        yield from map(str, table.columns)
        yield from (str(cell) for row in table.itertuples(index=False) for cell in row)
    yield from (text for name, text in _strings(message) if name in WORDS)


def _strings(message):
    """Name and value of every string in a message."""
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        if field.type == FieldDescriptor.TYPE_STRING:
            yield from ((field.name, one) for one in values)
        elif field.type == FieldDescriptor.TYPE_MESSAGE:
            for one in values:
                if not field.message_type.GetOptions().map_entry:
                    yield from _strings(one)


def _of_html(body):
    text = UNSEEN.sub("", body)
    yield from map(unescape, HEARD.findall(text))
    yield from (unescape(part).strip() for part in TAG.split(text))


def _of_chart(part):
    if isinstance(part, list):
        for one in part:
            yield from _of_chart(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "template":
                continue
            if name in CHART_WORDS:
                values = value if isinstance(value, list) else [value]
                yield from (one for one in values if isinstance(one, str))
            yield from _of_chart(value)
