"""Uploads stay in memory while they arrive, too."""

from typing import Final

from starlette.formparsers import MultiPartParser
from streamlit import config

_MEGABYTE: Final = 1024 * 1024


def hold_uploads_in_memory() -> None:
    """Keeps an upload off the disk, for the whole process; calling it again does nothing new.

    Starlette, which takes uploads for Streamlit, writes one of more than a megabyte to a temporary
    file while it arrives. The file has no name and is gone when the upload is complete, but its
    blocks stay on the disk until something else overwrites them.
    """
    MultiPartParser.spool_max_size = (config.get_option("server.maxUploadSize") + 1) * _MEGABYTE
