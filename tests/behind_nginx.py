"""nginx with the template of deploy/nginx, on free ports, with a certificate of its own."""

import os
import shutil
import socket
import ssl
import string
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

TEMPLATE = Path(__file__).resolve().parents[1] / "deploy/nginx/negatoscope.conf.template"
SUB_PATH = "/negatoscope"
SECONDS_TO_START = 30

# The main file belongs to the distribution; this one runs beside it, and as anybody.
MAIN = """
daemon off;
worker_processes 1;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {folder}/negatoscope.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx.

    Attributes:
        http: Port that leads to the other one.
        https: Port with TLS.
        log: Its error log.
    """

    http: int
    https: int
    log: Path

    @property
    def origin(self):
        return f"https://localhost:{self.https}"

    @property
    def context(self):
        """Trusts nobody and asks nobody: the certificate is the test's own."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def with_password(folder, name, password):
    """Directives for a login by password, as docs/deployment.md has them."""
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", password], check=True, capture_output=True, text=True
    )
    users = folder / "users"
    users.write_text(f"{name}:{hashed.stdout}", "utf-8")
    return (
        f'auth_basic "Negatoscope";\nauth_basic_user_file {users};\n'
        "proxy_set_header X-Remote-User $remote_user;\n"
    )


def program():
    """Path of nginx; an ordinary user's path often lacks the folder that it lies in."""
    path = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if path is None:
        pytest.skip("no nginx; scripts/install-nginx installs one")
    return path


def filled(values):
    """The template as envsubst fills it: nginx's own variables stay."""
    return string.Template(TEMPLATE.read_text("utf-8")).safe_substitute(values)


@contextmanager
def running_nginx(folder, servers, path=SUB_PATH, extra=""):
    """Runs nginx in front of the servers on some ports of loopback; extra are the admin's lines."""
    nginx = program()
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    asked = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        ["openssl", *asked, "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    found = Nginx(free_port(), free_port(), folder / "error.log")
    values = {
        "NEGATOSCOPE_HOST": "localhost",
        "NEGATOSCOPE_PATH": path,
        "NEGATOSCOPE_SERVERS": " ".join(f"server 127.0.0.1:{port};" for port in servers),
        "NEGATOSCOPE_HTTP": str(found.http),
        "NEGATOSCOPE_HTTPS": str(found.https),
        "NEGATOSCOPE_CERTIFICATE": str(certificate),
        "NEGATOSCOPE_KEY": str(key),
        "NEGATOSCOPE_EXTRA": str(folder / "extra" / "*.conf"),
    }
    if extra:
        (folder / "extra").mkdir()
        (folder / "extra" / "login.conf").write_text(extra, "utf-8")
    (folder / "negatoscope.conf").write_text(filled(values), "utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user=user), "utf-8")
    command = [nginx, "-p", str(folder), "-c", str(main), "-e", str(found.log)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await_port(found.https, process, found.log)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


def _await_port(port, process, log):
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nginx did not start:\n{log.read_text('utf-8') if log.exists() else ''}")
