"""Keeps libraries from quoting a file in warnings and logs.

pydicom says what it finds irregular both through `warnings` and through `logging`, and quotes the
value: a value of a patient's file, which must not reach a terminal or a log. Pillow warns about
damaged metadata. What matters to a reader is found out here by other means and becomes a notice.
"""

import logging
import warnings

_MUTED = r"(pydicom|PIL|openjpeg|pylibjpeg|jpeg_ls)(\.|$)"
_ABOVE_ALL = logging.CRITICAL + 1


def hush() -> None:
    """Mutes the warnings and logs of the reading libraries, for the whole process.

    `warnings.catch_warnings` would undo itself, but it swaps the filters of the process and is not
    safe with several sessions in several threads. So one narrow filter is put in front, and stays;
    calling this again does nothing unless somebody has taken the filter out.
    """
    logging.getLogger("pydicom").setLevel(_ABOVE_ALL)
    present = (
        action == "ignore" and getattr(module, "pattern", module) == _MUTED
        for action, _, _, module, _ in warnings.filters
    )
    if not any(present):
        warnings.filterwarnings("ignore", module=_MUTED)
