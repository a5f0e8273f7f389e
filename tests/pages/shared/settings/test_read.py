"""From environment and secrets file to settings; every contradiction closes the server."""

from dataclasses import FrozenInstanceError
from ipaddress import ip_network
from pathlib import Path

import pytest

from model.errors import (
    ProxyTrustError,
    SecretsUnreadableError,
    SecretTooShortError,
    SettingError,
    SettingInvalidError,
    SettingMissingError,
    SettingUnknownError,
)
from pages.shared.settings.read import AUTH_KEYS, read_settings
from pages.shared.settings.table import Settings

AUTH = {
    "redirect_uri": "https://films.example/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "negatoscope",
    "client_secret": "s",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}
PROXY = {
    "NEGATOSCOPE_LOGIN": "proxy",
    "NEGATOSCOPE_PROXY_ADDRESSES": "10.0.0.5",
    "FORWARDED_ALLOW_IPS": "",
}


def read(table=None, auth=None, **environment):
    secrets = {}
    if table is not None:
        secrets["negatoscope"] = table
    if auth is not None:
        secrets["auth"] = auth
    return read_settings(environment, secrets)


def test_without_anything_it_is_an_open_intranet_server_that_keeps_no_log():
    assert read() == Settings(
        profile="intranet",
        uploads="everybody",
        place="",
        login="none",
        login_hours=12,
        role_claim="roles",
        lecturers=("lecturer",),
        user_header="X-Remote-User",
        role_header="",
        proxy_addresses=(),
        audit_log=None,
    )


def test_settings_do_not_change():
    with pytest.raises(FrozenInstanceError):
        read().login = "none"


def test_a_demo_takes_no_uploads_unless_it_is_told_to_and_says_where_it_stands():
    assert read(NEGATOSCOPE_PROFILE="demo").uploads == "nobody"
    with pytest.raises(SettingMissingError) as caught:
        read(NEGATOSCOPE_PROFILE="demo", NEGATOSCOPE_UPLOADS="everybody")
    assert caught.value.notice.values == {
        "name": "NEGATOSCOPE_PLACE",
        "because": "NEGATOSCOPE_UPLOADS=everybody",
    }
    told = {"NEGATOSCOPE_PLACE": "Oregon", "NEGATOSCOPE_UPLOADS": "everybody"}
    assert read(NEGATOSCOPE_PROFILE="demo", **told).uploads == "everybody"


def test_the_environment_comes_before_the_secrets_file_and_a_blank_variable_is_none():
    table = {"profile": "demo", "place": "Porto", "lecturers": ["a", "b "], "login_hours": 3}
    found = read(table, NEGATOSCOPE_PLACE="Lisboa", NEGATOSCOPE_PROFILE=" ")
    assert (found.profile, found.place, found.login_hours) == ("demo", "Lisboa", 3)
    assert found.lecturers == ("a", "b")


def test_lists_and_paths_come_from_text(tmp_path):
    found = read(
        NEGATOSCOPE_LECTURERS="staff, teachers,",
        NEGATOSCOPE_AUDIT_LOG=str(tmp_path / "audit.jsonl"),
        **PROXY | {"NEGATOSCOPE_PROXY_ADDRESSES": "10.0.0.0/8, ::1"},
    )
    assert found.lecturers == ("staff", "teachers")
    assert found.audit_log == tmp_path / "audit.jsonl"
    assert found.proxy_addresses == (ip_network("10.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROFILE", "Demo"),
        ("PROFILE", "intranet, demo"),
        ("UPLOADS", "yes"),
        ("LOGIN", "OIDC"),
        ("LOGIN_HOURS", "0"),
        ("LOGIN_HOURS", "169"),
        ("LOGIN_HOURS", "twelve"),
        ("LECTURERS", ","),
        ("USER_HEADER", "X_Remote_User"),
        ("USER_HEADER", "X-Remote-User: "),
        ("ROLE_HEADER", "Rôle"),
        ("PROXY_ADDRESSES", "10.0.0.1/8"),
        ("PROXY_ADDRESSES", "proxy.example"),
        ("AUDIT_LOG", "audit.jsonl"),
        ("AUDIT_LOG", "/no/such/folder/audit.jsonl"),
        ("AUDIT_LOG", "/tmp"),
    ],
)
def test_a_value_that_a_setting_does_not_take_is_refused(name, value):
    with pytest.raises(SettingInvalidError) as caught:
        read(**{f"NEGATOSCOPE_{name}": value})
    assert caught.value.notice.values["name"] == f"NEGATOSCOPE_{name}"


def test_a_refused_value_is_not_repeated_for_it_may_be_a_secret():
    with pytest.raises(SettingInvalidError) as caught:
        read(NEGATOSCOPE_LOGIN="sesame")
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "table", [{"login_hours": True}, {"login_hours": 1.5}, {"profile": ["demo"]}, {"place": 7}]
)
def test_a_toml_value_of_the_wrong_kind_is_refused(table):
    with pytest.raises(SettingInvalidError):
        read(table)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("NEGATOSCOPE_LOGN", "NEGATOSCOPE_LOGIN"),
        ("NEGATOSCOPE_PROXY_ADDRESS", "NEGATOSCOPE_PROXY_ADDRESSES"),
        ("NEGATOSCOPE_AUDITLOG", "NEGATOSCOPE_AUDIT_LOG"),
    ],
)
def test_a_misspelt_variable_is_refused(name, nearest):
    with pytest.raises(SettingUnknownError) as caught:
        read(**{name: "proxy"})
    assert caught.value.notice.values == {"name": name, "nearest": nearest}


@pytest.mark.parametrize("name", ["DATA", "CHROMIUM", "PATH", "HOST", "TLS", "HTTPS"])
def test_variables_of_tests_and_of_the_deployment_are_none_of_its_business(name):
    assert read(**{f"NEGATOSCOPE_{name}": "x"}) == read()


def test_every_unknown_key_of_the_table_is_refused():
    with pytest.raises(SettingUnknownError, match="colour"):
        read({"colour": "blue"})


def test_a_table_that_is_none_is_refused():
    with pytest.raises(SecretsUnreadableError):
        read("demo")


def test_lecturers_need_a_login():
    with pytest.raises(SettingMissingError, match="NEGATOSCOPE_LOGIN is missing"):
        read(NEGATOSCOPE_UPLOADS="lecturers")
    assert read(NEGATOSCOPE_UPLOADS="lecturers", **PROXY).uploads == "lecturers"


@pytest.mark.parametrize("key", AUTH_KEYS)
def test_oidc_needs_all_of_auth(key):
    assert read(auth=AUTH, NEGATOSCOPE_LOGIN="oidc").login == "oidc"
    with pytest.raises(SettingMissingError, match=key):
        read(auth=AUTH | {key: " "}, NEGATOSCOPE_LOGIN="oidc")
    with pytest.raises(SettingMissingError):
        read(NEGATOSCOPE_LOGIN="oidc")


def test_a_secret_that_can_be_guessed_and_an_address_that_leads_nowhere_are_refused():
    with pytest.raises(SecretTooShortError, match="32"):
        read(auth=AUTH | {"cookie_secret": "x" * 31}, NEGATOSCOPE_LOGIN="oidc")
    with pytest.raises(SettingInvalidError, match="redirect_uri"):
        read(auth=AUTH | {"redirect_uri": "https://films.example/"}, NEGATOSCOPE_LOGIN="oidc")


def test_auth_without_oidc_closes_the_server_instead_of_leaving_it_open():
    with pytest.raises(SettingMissingError) as caught:
        read(auth=AUTH)
    assert caught.value.notice.values["name"] == "NEGATOSCOPE_LOGIN=oidc"


def test_the_proxy_mode_needs_addresses():
    with pytest.raises(SettingMissingError, match="NEGATOSCOPE_PROXY_ADDRESSES"):
        read(NEGATOSCOPE_LOGIN="proxy", FORWARDED_ALLOW_IPS="")


@pytest.mark.parametrize("trusted", [None, "127.0.0.1", "*"])
def test_the_proxy_mode_needs_the_true_address_of_a_connection(trusted):
    environment = {name: PROXY[name] for name in PROXY if name != "FORWARDED_ALLOW_IPS"}
    if trusted is not None:
        environment["FORWARDED_ALLOW_IPS"] = trusted
    with pytest.raises(ProxyTrustError):
        read(**environment)


def test_every_error_is_one_of_settings():
    for error in (ProxyTrustError, SecretTooShortError, SecretsUnreadableError):
        assert issubclass(error, SettingError)


def test_the_path_is_a_path(tmp_path):
    assert isinstance(read({"audit_log": str(tmp_path / "a")}).audit_log, Path)
