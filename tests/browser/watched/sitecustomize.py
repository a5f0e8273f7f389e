"""Notes what a process writes and whom it calls, from its first line on.

Python imports a module of this name when it starts; a test puts this folder into PYTHONPATH of the
server, and the name of the file to note in into NEGATOSCOPE_TEST_NOTES. See PEP 578.
"""

import os
import sys

_NOTES = os.open(os.environ["NEGATOSCOPE_TEST_NOTES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC | os.O_TMPFILE
_WRITING &= ~os.O_DIRECTORY
_CALLS = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
_CHANGES = {"os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "subprocess.Popen"}


def _note(event, arguments):
    if event == "open":
        path, _mode, flags = arguments
        if isinstance(flags, int) and flags & _WRITING and not isinstance(path, int):
            _write("write", path)
    elif event in _CALLS:
        _write(
            "call", arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        )
    elif event in _CHANGES:
        _write(event, arguments[0])


def _write(kind, what):
    os.write(_NOTES, f"{kind} {what!r}\n".encode(errors="replace"))


sys.addaudithook(_note)
