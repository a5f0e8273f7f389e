"""The settings of the process: read once; a file that cannot be parsed is no absent one."""

import logging

import pytest
import streamlit as st
from streamlit import config

from model.errors import SecretsUnreadableError, SettingInvalidError
from pages.shared.settings.current import current_settings, forget_settings


@pytest.fixture(autouse=True)
def anew():
    forget_settings()
    yield
    forget_settings()


@pytest.fixture
def secrets_file(tmp_path, monkeypatch):
    """`write(text)`: a secrets file in the place of the one that is looked for."""
    path = tmp_path / "secrets.toml"
    secrets = type(st.secrets)
    monkeypatch.setattr(secrets, "_maybe_install_file_watchers", lambda self: None)
    monkeypatch.setattr(st, "secrets", secrets())
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])
    yield path.write_text
    config.set_option("secrets.files", before)


def test_the_secrets_file_is_read(secrets_file):
    secrets_file('[negatoscope]\nprofile = "demo"\nplace = "Porto"\n')
    assert (current_settings().profile, current_settings().place) == ("demo", "Porto")


def test_without_a_file_there_are_the_defaults(secrets_file):
    assert current_settings().profile == "intranet"


def test_a_file_that_is_no_toml_closes_the_server(secrets_file):
    secrets_file("[negatoscope\n")
    with pytest.raises(SecretsUnreadableError, match=r"secrets\.toml"):
        current_settings()


def test_an_error_is_raised_for_every_page_and_logged_once(monkeypatch, caplog, secrets_file):
    monkeypatch.setenv("NEGATOSCOPE_LOGIN", "sesame")
    with caplog.at_level(logging.ERROR, "negatoscope"):
        for _ in range(3):
            with pytest.raises(SettingInvalidError):
                current_settings()
    (record,) = caplog.records
    assert record.getMessage().endswith("[setting-invalid]")
    assert "NEGATOSCOPE_LOGIN" in record.getMessage()
    assert "sesame" not in record.getMessage()
