"""What a reader chose on a page: kept for the session, told to the widgets, said by the address."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import streamlit as st

from pages.shared.i18n import _
from pages.shared.upload.cases import SAMPLE_PARAMETER, Case
from pages.shared.upload.samples import Sample

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound="DataclassInstance")

_READ: Final = "read"
_MOST_DIGITS: Final = 6


def read_by(read: Callable[[str], Any], start: Any) -> Any:
    """A field that an address says in a way of its own.

    Args:
        read: Makes a value of a parameter from anywhere; None where it is not valid.
        start: What is chosen at first.
    """
    return field(default=start, metadata={_READ: read})


def one_of(values: Collection[Any] | Callable[[], Collection[Any]], *start: Any) -> Any:
    """A field that holds one of known values.

    Args:
        values: The values, or what gives them where they are not known at import.
        start: What is chosen at first; the first value where left out.
    """

    def read(text: str) -> Any:
        known = values() if callable(values) else values
        return next((value for value in known if _said(value) == text), None)

    return read_by(read, start[0] if start or callable(values) else next(iter(values)))


def some_of(values: Collection[str], most: int, *start: str) -> Any:
    """A field that holds a tuple of known values, each once, in the order of the reader.

    Args:
        values: The values.
        most: How many it may hold.
        start: What is chosen at first.
    """

    def read(text: str) -> tuple[str, ...] | None:
        # People type “grad-cam++” into an address, where a plus sign means a space.
        asked = [name.lstrip("+") for name in text.replace(" ", "+").split(",")]
        return tuple(dict.fromkeys(name for name in asked if name in values))[:most] or None

    return read_by(read, start)


def whole(low: int, high: int, start: int, step: int = 1) -> Any:
    """A field that holds a whole number.

    Args:
        low: The smallest.
        high: The largest.
        start: What is chosen at first.
        step: Of the slider; what lies between two steps goes to the nearer one.
    """

    def read(text: str) -> int | None:
        if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
            return None
        number = int(text)
        return step * round(number / step) if low <= number <= high else None

    return read_by(read, start)


def flag() -> Any:
    """A field that is on or off, and off at first."""
    return read_by(lambda text: text == "1", start=False)


def _said(value: object) -> str:
    """A value as an address says it."""
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bool):
        return str(int(value))
    return f"{value:g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class Choices(Generic[C]):
    """The choices of one page, or of one chart of it.

    A widget is forgotten while it is not drawn, on another page or in another view, so the choice
    is kept beside the widgets and each is told of it when it is drawn again. An address that the
    page did not write itself comes first: it is a link that somebody followed.

    Attributes:
        page: Name of the page, in front of all keys.
        start: What is chosen at first: a frozen dataclass, one field for each parameter, each made
            by `one_of` or one of its kind, which knows how an address says it.
        beside: Parameters of the address that are no field of the choice.
        witness: Field whose widget is drawn in every run, and so tells a visit from a rerun.
        tidy: Takes out of a choice what does not count beside the rest of it: what an address asks
            for, and what it says.
    """

    page: str
    start: C
    beside: tuple[str, ...] = ()
    witness: str = "view"
    tidy: Callable[[C], C] = lambda choice: choice

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields of the choice."""
        return tuple(one.name for one in fields(self.start))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter of the address that is the page's own."""
        return (*self.beside, *self.names)

    @property
    def key(self) -> str:
        """Key of the choice in the session."""
        return f"{self.page}_choice"

    @property
    def _written_key(self) -> str:
        """Key of what the page itself last wrote into the address."""
        return f"{self.page}_in_address"

    def widget_key(self, name: str) -> str:
        """Key of the widget that holds a field of the choice."""
        return f"{self.page}_{name}"

    def read(self, address: Mapping[str, str]) -> C:
        """Reads a choice from the parameters of an address; whatever is not valid is left out.

        Args:
            address: Parameters, from anywhere.
        """
        found = {
            one.name: one.metadata[_READ](address[one.name])
            for one in fields(self.start)
            if one.name in address
        }
        asked = {name: value for name, value in found.items() if value is not None}
        return self.tidy(replace(self.start, **asked))

    def to_address(self, choice: C) -> dict[str, str]:
        """The parameters that say a choice; what is as it starts is left out.

        Args:
            choice: The choice.
        """
        shown = self.tidy(choice)
        values = {name: getattr(shown, name) for name in self.names}
        return {
            name: _said(value)
            for name, value in values.items()
            if value != getattr(self.start, name)
        }

    def current(self) -> C:
        """What is chosen now."""
        found: C = st.session_state.get(self.key, self.start)
        return found

    def note(self, **changes: Any) -> C:
        """Changes the choice, as a widget says; widgets that are not drawn are not forgotten so.

        Args:
            changes: Values by name.
        """
        choice = replace(self.current(), **changes)
        st.session_state[self.key] = choice
        return choice

    def tell(self, **changes: Any) -> None:
        """Changes the choice and the widgets that hold it; only before they are drawn.

        Args:
            changes: Values by name.
        """
        self.note(**changes)
        for name in changes:
            st.session_state[self.widget_key(name)] = self._held(name)

    def put(self, choice: C) -> None:
        """Changes the whole choice; each widget is told when it is drawn.

        Args:
            choice: The choice.
        """
        st.session_state[self.key] = choice
        for name in self.names:
            # A widget that is told but not drawn in this run would be forgotten.
            st.session_state.pop(self.widget_key(name), None)

    def ask(
        self, widget: Callable[..., Any], name: str, label: str, *args: Any, **more: Any
    ) -> Any:
        """Draws a widget that says what is chosen, and takes from it what is chosen now.

        Args:
            widget: A widget of Streamlit, such as `st.slider`.
            name: The field of the choice that it holds.
            label: Its label.
            args: What else it takes.
            more: The same by name.

        Returns:
            What is chosen, as the choice holds it.
        """
        key = self.widget_key(name)
        if key not in st.session_state:
            st.session_state[key] = self._held(name)
        value = widget(label, *args, key=key, **more)
        if value is None:
            value = getattr(self.start, name)
        self.note(**{name: tuple(value) if isinstance(value, list) else value})
        return getattr(self.current(), name)

    def pick(
        self,
        widget: Callable[..., Any],
        name: str,
        label: str,
        options: Collection[Any],
        instead: Any = None,
        **more: Any,
    ) -> Any:
        """The same for one of some options, which may come and go.

        Args:
            widget: A widget with options, such as `st.selectbox`.
            name: The field of the choice that it holds.
            label: Its label.
            options: What can be chosen; a mapping gives titles in English.
            instead: The option that stands for a choice as it starts, where that is none of them,
                and for one that is none of them any more; None for no option at all.
            more: What else the widget takes.

        Returns:
            The option.
        """
        if isinstance(options, Mapping):
            more.setdefault("format_func", lambda one: _(options[one]))
        key = self.widget_key(name)
        if st.session_state.get(key, self._held(name)) not in options:
            st.session_state[key] = instead
        value = self.ask(widget, name, label, list(options), **more)
        if instead is not None and value == instead:
            self.note(**{name: getattr(self.start, name)})
        return value

    def segment(self, name: str, label: str, options: Collection[Any], **more: Any) -> Any:
        """The same for options side by side, one of which is always chosen.

        Args:
            name: The field of the choice that it holds.
            label: Its label.
            options: What can be chosen; a mapping gives titles in English.
            more: What else the widget takes.
        """
        return self.pick(st.segmented_control, name, label, options, required=True, **more)

    def _held(self, name: str) -> object:
        """What the widget of a field holds: pills in which nothing is chosen hold None."""
        value = getattr(self.current(), name)
        return list(value) if isinstance(value, tuple) else None if value == "" else value

    @property
    def arrived(self) -> bool:
        """Whether the reader comes from elsewhere: widgets are forgotten on another page."""
        return self.widget_key(self.witness) not in st.session_state

    def linked(self) -> dict[str, str] | None:
        """The page's parameters in an address that a reader followed; None where it is our own."""
        address = {
            name: st.query_params[name] for name in self.parameters if name in st.query_params
        }
        ours = address == st.session_state.get(self._written_key)
        return None if ours or (self.arrived and not address) else address

    def settle(self) -> None:
        """Tells the widgets, before any is drawn, what a link or the last visit asks for."""
        linked = self.linked()
        if linked is not None:
            self.put(self.read(linked))
        elif self.arrived:
            self.put(self.current())

    def write(self, case: Case | None = None, **beside: str) -> None:
        """Writes what is chosen into the address, for a link on a slide.

        Args:
            case: The case on the light box, where the page shows one; a sample is named in the
                address, an upload never.
            beside: Values of the parameters that are no field of the choice.
        """
        address = beside | self.to_address(self.current())
        st.session_state[self._written_key] = address
        present = st.query_params.to_dict()
        others = {name: value for name, value in present.items() if name not in self.parameters}
        if case is not None:
            others.pop(SAMPLE_PARAMETER, None)
            if isinstance(case.source, Sample):
                others[SAMPLE_PARAMETER] = case.source.file
        if others | address != present:
            st.query_params.from_dict(others | address)
