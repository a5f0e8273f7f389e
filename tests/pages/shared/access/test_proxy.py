"""Who a visitor is by the headers of a proxy; a header from elsewhere is worth nothing."""

from ipaddress import ip_network

import pytest
from streamlit.runtime.context import StreamlitHeaders

from model.errors import AccessRefusedError, ProxyBypassedError, UserMissingError
from pages.shared.access.proxy import visitor_of_headers
from pages.shared.access.visitor import Visitor
from pages.shared.settings.table import Settings

ADA = [("x-remote-user", "ada"), ("X-Remote-Roles", "student, lecturer")]


def visitor(headers=ADA, address="10.0.0.5", networks="10.0.0.4/31", **changes):
    options = {"role_header": "X-Remote-Roles"} | changes
    addresses = tuple(map(ip_network, networks.split()))
    settings = Settings(login="proxy", proxy_addresses=addresses, **options)
    return visitor_of_headers(StreamlitHeaders(headers).get_all, address, settings)


def test_the_proxy_names_a_lecturer():
    assert visitor() == Visitor("ada", "ada", "lecturer")


def test_without_a_header_for_roles_everybody_learns():
    assert visitor(role_header="").role == "learner"
    assert visitor([("X-Remote-User", "ada")]).role == "learner"


@pytest.mark.parametrize(
    "address", ["10.0.0.6", "10.0.0.3", "::1", "127.0.0.1", None, "", "testclient", "10.0.0.5, x"]
)
def test_a_header_from_another_address_is_refused(address):
    with pytest.raises(ProxyBypassedError):
        visitor(address=address)


@pytest.mark.parametrize(
    ("address", "networks"),
    [
        ("10.0.0.5", "10.0.0.5"),
        ("::ffff:10.0.0.5", "10.0.0.0/8"),
        ("fd00::7", "fd00::/64"),
        (None, "127.0.0.1"),
        (None, "::1"),
    ],
)
def test_addresses_of_the_proxy(address, networks):
    assert visitor(address=address, networks=networks).name == "ada"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("X-Remote-User", "")],
        [("X-Remote-User", "  ")],
        [("X_Remote_User", "ada")],
        [("X-Remote-User", "eve"), ("X-Remote-User", "ada")],
        [("X-Remote-User", "ada"), ("x-remote-user", "ada")],
        [("X-Remote-User", "ada"), ("X-Remote-Roles", "a"), ("X-Remote-Roles", "lecturer")],
    ],
)
def test_nobody_and_two_are_refused(headers):
    with pytest.raises(UserMissingError):
        visitor(headers)


def test_both_refusals_are_refusals_of_access():
    assert issubclass(ProxyBypassedError, AccessRefusedError)
    assert issubclass(UserMissingError, AccessRefusedError)
