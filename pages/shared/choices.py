"""What a reader chose on a page: kept for the session, told to the widgets, said by the address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import streamlit as st

from pages.shared.upload.cases import SAMPLE_PARAMETER, Case
from pages.shared.upload.samples import Sample

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound="DataclassInstance")


@dataclass(frozen=True)
class Choices(Generic[C]):
    """The choices of one page.

    A widget is forgotten while it is not drawn, on another page or in another view, so the choice
    is kept beside the widgets and each is told of it when it is drawn again. An address that the
    page did not write itself comes first: it is a link that somebody followed.

    Attributes:
        page: Name of the page, in front of all keys.
        start: What is chosen at first: a frozen dataclass, one field for each parameter.
        beside: Parameters of the address that are no field of the choice.
        pills: Fields whose widget holds None where nothing is chosen, and the choice holds "".
        witness: Field whose widget is drawn in every run, and so tells a visit from a rerun.
    """

    page: str
    start: C
    beside: tuple[str, ...] = ()
    pills: tuple[str, ...] = ()
    witness: str = "view"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields of the choice."""
        return tuple(field.name for field in fields(self.start))

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
        choice = self.note(**changes)
        for name in changes:
            st.session_state[self.widget_key(name)] = self._held(choice, name)

    def put(self, choice: C) -> None:
        """Changes the whole choice; each widget is told when it is drawn.

        Args:
            choice: The choice.
        """
        st.session_state[self.key] = choice
        for name in self.names:
            # A widget that is told but not drawn in this run would be forgotten; see `ready`.
            st.session_state.pop(self.widget_key(name), None)

    def ready(self, name: str) -> str:
        """Sees to it that a widget about to be drawn says what is chosen, and gives its key."""
        key = self.widget_key(name)
        if key not in st.session_state:
            st.session_state[key] = self._held(self.current(), name)
        return key

    def _held(self, choice: C, name: str) -> object:
        value = getattr(choice, name)
        return None if name in self.pills and not value else value

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

    def settle(self, read: Callable[[Mapping[str, str]], C]) -> None:
        """Tells the widgets, before any is drawn, what a link or the last visit asks for.

        Args:
            read: Makes a choice of the parameters of an address, and leaves out what is not valid.
        """
        linked = self.linked()
        if linked is not None:
            self.put(read(linked))
        elif self.arrived:
            self.put(self.current())

    def write(self, address: dict[str, str], case: Case | None = None) -> None:
        """Writes what is chosen into the address, for a link on a slide.

        Args:
            address: Parameters of the page.
            case: The case on the light box, where the page shows one; a sample is named in the
                address, an upload never.
        """
        st.session_state[self._written_key] = address
        present = st.query_params.to_dict()
        others = {name: value for name, value in present.items() if name not in self.parameters}
        if case is not None:
            others.pop(SAMPLE_PARAMETER, None)
            if isinstance(case.source, Sample):
                others[SAMPLE_PARAMETER] = case.source.file
        if others | address != present:
            st.query_params.from_dict(others | address)
