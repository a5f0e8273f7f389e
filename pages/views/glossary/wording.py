"""Small forms of the glossary's words."""


def bold(text: str) -> str:
    """A text of ours in bold, as Markdown: Babel does not look into an f-string.

    Args:
        text: Translated.
    """
    return f"**{text}**"
