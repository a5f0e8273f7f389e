"""Asks a running Negatoscope whether its first page runs: exit status 0 if it does, 1 if not.

For `HEALTHCHECK` in the Dockerfile and `ExecStartPost` in the systemd unit. It needs
`STREAMLIT_SERVER_SCRIPT_HEALTH_CHECK_ENABLED=true` at the server, else the address is not there and
the answer is 1. Standard library only: it runs before anything else is known to work.
"""

import argparse
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

# Streamlit itself gives a page up after a minute.
SECONDS_TO_ANSWER = 65
SECONDS_BETWEEN = 0.5


def address() -> str:
    """Address of the check, from the settings that Streamlit reads too."""
    port = os.environ.get("STREAMLIT_SERVER_PORT", "8501")
    path = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
    return "/".join(
        part for part in (f"http://127.0.0.1:{port}", path, "_stcore/script-health-check") if part
    )


def is_healthy(url: str) -> bool:
    """Whether the first page ran without an error.

    Args:
        url: Address of the check.
    """
    # No proxy of the environment stands between a machine and itself.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=SECONDS_TO_ANSWER) as reply:
            # With the check switched off Streamlit answers 200 with the page's HTML.
            return bool(reply.status == 200 and reply.read(3) == b"ok")
    except (urllib.error.URLError, OSError):
        return False


def main(argv: Sequence[str] | None = None) -> int:
    """Asks once, or until the answer is yes.

    Args:
        argv: The words of the command line; those of the process when None.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(description="Does the first page of Negatoscope run?")
    parser.add_argument(
        "--wait", type=float, default=0, metavar="SECONDS", help="keep asking for so long"
    )
    arguments = parser.parse_args(argv)
    url = address()
    end = time.monotonic() + arguments.wait
    while not (healthy := is_healthy(url)) and time.monotonic() < end:
        time.sleep(SECONDS_BETWEEN)
    if not healthy:
        sys.stderr.write(f"negatoscope: {url} does not answer ok\n")
    return 0 if healthy else 1


if __name__ == "__main__":
    sys.exit(main())
