"""The root of every error of the house."""

from functools import partial
from typing import Any, ClassVar

from model.messages import N_


class NegatoscopeError(Exception):
    """Root of every error that a user may meet.

    Attributes:
        code: Stable name in kebab-case; scripts and translations rely on it.
        sentence: What happened: an English template with `str.format` fields.
        advice: What to do next: English, without fields.
        values: The values of the fields.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = N_("Something went wrong.")
    advice: ClassVar[str] = N_("Try again, or try another file.")

    def __init__(self, **values: str | int | float) -> None:
        """Fills the sentence.

        Args:
            **values: One value for each field of the sentence.

        Raises:
            KeyError: A field of the sentence has no value.
        """
        self.values = values
        super().__init__(self.sentence.format(**values))

    def __reduce__(self) -> tuple[Any, ...]:
        """Lets a cache copy it: an exception forgets what it was made with by keyword."""
        return partial(type(self), **self.values), ()
