"""A server of its own, as `make run` starts it, whose memory is watched."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 120
_EVERY = 0.2


class Server:
    """`with Server() as server:` starts one on a free port of the loopback and ends it.

    Args:
        lifetime: Seconds for which a session outlives its tab (`server.disconnectedSessionTTL`);
            None for the app's own setting.
    """

    def __init__(self, lifetime: int | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.peak = 0.0
        self._options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
        self._options += ["--server.headless", "true"]
        if lifetime is not None:
            self._options += ["--server.disconnectedSessionTTL", str(lifetime)]
        self._over = threading.Event()

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *self._options]
        self._log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=self._log, stderr=subprocess.STDOUT, env=dict(os.environ)
        )
        self._await_health()
        self._watch = threading.Thread(target=self._watch_memory, daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._watch.join()
        self.process.terminate()
        self.process.wait(timeout=60)
        self._log.close()

    def memory(self) -> float:
        """Resident memory of the server and its helpers by now, in MB of 2^20 bytes."""
        return _resident(psutil.Process(self.process.pid))

    def said(self) -> str:
        """Everything the server wrote to its log."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def metrics(self) -> dict[str, float]:
        """What Streamlit counts: name with labels → value."""
        with urllib.request.urlopen(f"{self.address}/_stcore/metrics", timeout=60) as reply:
            lines = reply.read().decode().splitlines()
        pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
        return {name: float(value) for name, _, value in pairs}

    def _watch_memory(self) -> None:
        process = psutil.Process(self.process.pid)
        while not self._over.wait(_EVERY):
            try:
                self.peak = max(self.peak, _resident(process))
            except psutil.NoSuchProcess:
                return

    def _await_health(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5):
                    return
            except (urllib.error.URLError, TimeoutError):
                time.sleep(_EVERY)
        raise RuntimeError(f"the server did not start:\n{self.said()}")


def _resident(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    total = 0
    for member in family:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20
