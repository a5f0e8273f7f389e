"""The settings of this process: read once, and said once in the log where they are wrong."""

import functools
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config

from model.errors import SecretsUnreadableError, SettingError
from pages.shared.settings.read import read_settings
from pages.shared.settings.table import Settings


def current_settings() -> Settings:
    """The settings of this server.

    Raises:
        SettingError: They cannot be used. It is logged once, and raised again for every page.
    """
    found = _read_once()
    if isinstance(found, SettingError):
        raise found
    return found


def forget_settings() -> None:
    """Reads them anew next time; for tests."""
    _read_once.cache_clear()


@functools.cache
def _read_once() -> Settings | SettingError:
    try:
        return read_settings(os.environ, _secrets())
    except SettingError as error:
        said = error.notice.in_full()
        logging.getLogger("negatoscope").error(said)
        return error


def _secrets() -> Mapping[str, Any]:
    if st.secrets.load_if_toml_exists():
        return st.secrets.to_dict()
    # Streamlit treats a file that it cannot parse like one that is not there. Here that would
    # open a door that somebody has closed.
    for file in config.get_option("secrets.files"):
        if Path(file).exists():
            raise SecretsUnreadableError(file=Path(file).name)
    return {}
