"""Who a visitor is by the headers of a reverse proxy, where the connection is the proxy's own.

The headers are those with which the WebSocket was opened. Anybody can send them; so they count only
on a connection from an address of the proxy, and only where uvicorn was told to believe no
`X-Forwarded-For` (see `settings.read`), for else the address too would be the sender's to choose.
"""

from collections.abc import Callable, Iterable
from ipaddress import IPv6Address, ip_address
from typing import Final

from model.errors import ProxyBypassedError, UserMissingError
from pages.shared.access.visitor import Visitor, role_of
from pages.shared.settings.table import Network, Settings

LOOPBACK: Final = ("127.0.0.1", "::1")
"""What Streamlit reports as no address at all; a UNIX socket too, which is this machine as well."""


def visitor_of_headers(
    values: Callable[[str], list[str]], address: str | None, settings: Settings
) -> Visitor:
    """The visitor whom the proxy names.

    Args:
        values: Every value of a header, by its name.
        address: Where the connection comes from; None for this machine.
        settings: Names of the headers, addresses of the proxy.

    Raises:
        ProxyBypassedError: The connection is not the proxy's.
        UserMissingError: The proxy names nobody, or two: a proxy that adds its header to one that
            the visitor sent would let the visitor choose.
    """
    addresses = LOOPBACK if address is None else (address,)
    if not any(_is_within(one, settings.proxy_addresses) for one in addresses):
        raise ProxyBypassedError
    user = _only(values(settings.user_header))
    if not user:
        raise UserMissingError
    roles = _only(values(settings.role_header)) if settings.role_header else ""
    words = [word.strip() for word in roles.split(",")]
    return Visitor(identity=user, name=user, role=role_of(words, settings.lecturers))


def _only(values: list[str]) -> str:
    if len(values) > 1:
        raise UserMissingError
    return values[0].strip() if values else ""


def _is_within(address: str, networks: Iterable[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    # A server that listens on `::` sees 10.0.0.5 as ::ffff:10.0.0.5.
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)
