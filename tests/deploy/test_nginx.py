"""What the nginx of deploy/nginx lets through, what it adds, and where it sends whom.

Behind it are two small servers that say what they were asked; the app itself is behind it in
tests/browser/test_behind_nginx.py.
"""

import base64
import hashlib
import http.client
import json
import re
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import streamlit

from tests.behind_nginx import SUB_PATH, TEMPLATE, running_nginx, with_password

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
STREAM = f"{SUB_PATH}/_stcore/stream"
UPLOAD = f"{SUB_PATH}/_stcore/upload_file/session/file"

# All of them at one of two replicas by chance: once in half a million runs.
VISITORS = 20


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        said = {
            "port": self.server.server_port,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "sha256": hashlib.sha256(body).hexdigest(),
        }
        text = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT = answer  # noqa: N815 - the library looks for these names

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def echoes():
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Echo) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def nginx(echoes, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    with running_nginx(folder, [server.server_port for server in echoes]) as found:
        yield found


def ask(nginx, path, *, method="GET", headers=None, body=None):
    """Status, headers and body of one answer over TLS."""
    connection = http.client.HTTPSConnection("localhost", nginx.https, context=nginx.context)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        reply = connection.getresponse()
        return reply.status, reply.headers, reply.read()
    finally:
        connection.close()


def echoed(nginx, path=f"{SUB_PATH}/", **request):
    status, headers, body = ask(nginx, path, **request)
    assert status == 200
    return json.loads(body), headers


def test_the_app_gets_the_whole_path_and_the_query(nginx):
    said, _ = echoed(nginx, f"{SUB_PATH}/gradcam?sample=bacterial-1.png&stage=conv4")
    assert said["path"] == f"{SUB_PATH}/gradcam?sample=bacterial-1.png&stage=conv4"
    assert said["headers"]["host"] == f"localhost:{nginx.https}"
    assert said["headers"]["x-forwarded-proto"] == "https"


def test_the_sub_path_without_its_slash_leads_to_it(nginx):
    status, headers, _ = ask(nginx, SUB_PATH)
    assert status == 301
    assert headers["Location"] == f"{nginx.origin}{SUB_PATH}/"


def test_plain_http_leads_to_tls(nginx):
    connection = http.client.HTTPConnection("localhost", nginx.http)
    connection.request("GET", f"{SUB_PATH}/evidence?lang=zh_CN")
    reply = connection.getresponse()
    connection.close()
    assert reply.status == 301
    assert reply.headers["Location"] == f"https://localhost{SUB_PATH}/evidence?lang=zh_CN"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/negatoscopes",
        "/etc/passwd",
        f"{SUB_PATH}/../",
        f"{SUB_PATH}/_stcore/script-health-check",
        f"{SUB_PATH}/_stcore/metrics",
        f"{SUB_PATH}/_stcore/agent/openapi.json",
    ],
)
def test_nothing_else_is_served(nginx, path):
    assert ask(nginx, path)[0] == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"{SUB_PATH}/", 200), (f"{SUB_PATH}/static/js/index.js", 200), ("/nowhere", 404)],
)
def test_every_answer_has_the_security_headers(nginx, path, status):
    got, headers, _ = ask(nginx, path)
    assert got == status
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    policy = dict(part.split(maxsplit=1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["connect-src"] == f"'self' wss://localhost:{nginx.https}"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert headers["Server"] == "nginx"


def inline_scripts():
    """Text of every script that stands in HTML: Streamlit's own, and those that pages send."""
    files = [Path(streamlit.__file__).parent / "static" / "index.html"]
    files += [path for path in PAGES if "unsafe_allow_javascript" in path.read_text("utf-8")]
    for path in files:
        found = re.findall(r"<script>(.*?)</script>", path.read_text("utf-8"), re.DOTALL)
        assert found, f"{path}: the script should stand in this file, between plain <script> tags"
        yield from found


def test_the_policy_names_the_inline_scripts_and_no_other():
    hashes = {
        base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in inline_scripts()
    }
    named = re.findall(r"'sha256-([^']+)'", TEMPLATE.read_text("utf-8"))
    assert set(named) == hashes, "script-src in the template names a script by its SHA-256"


def test_headers_stand_where_no_location_can_switch_them_off():
    inside = re.findall(
        r"    location \S+ \{\n(.*?)\n    \}", TEMPLATE.read_text("utf-8"), re.DOTALL
    )
    assert len(inside) == 5
    assert [body for body in inside if "add_header" in body or "proxy_set_header" in body] == []


CLAIMS = [
    "X-Forwarded-For",
    "X-Real-IP",
    "X-Forwarded-Proto",
    "X-Forwarded-Host",
    "Forwarded",
    "X-Remote-User",
    "X-Remote-Roles",
]


@pytest.mark.parametrize("name", CLAIMS)
def test_what_a_visitor_claims_of_the_way_or_of_himself_is_dropped(nginx, name):
    said, _ = echoed(nginx, headers={name: "203.0.113.7"})
    assert "203.0.113.7" not in json.dumps(said["headers"])


def test_with_a_login_the_app_hears_the_name_from_nginx_alone(tmp_path, echoes):
    extra = with_password(tmp_path, "alice", "light")
    with running_nginx(tmp_path, [echoes[0].server_port], extra=extra) as nginx:
        forged = {"X-Remote-User": "mallory"}
        assert ask(nginx, f"{SUB_PATH}/", headers=forged)[0] == 401
        known = {"Authorization": f"Basic {base64.b64encode(b'alice:light').decode()}"}
        said, _ = echoed(nginx, headers=forged | known)
        assert said["headers"]["x-remote-user"] == "alice"


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("https://localhost:{port}", 200),
        ("https://localhost", 403),
        ("http://localhost:{port}", 403),
        ("https://localhost:{port}.evil.example", 403),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_a_page_of_another_site_is_turned_away(nginx, origin, status):
    headers = {"Origin": origin.format(port=nginx.https)} if origin else {}
    assert ask(nginx, STREAM, headers=headers)[0] == status


def test_an_upgrade_to_a_websocket_is_passed_on(nginx):
    said, _ = echoed(nginx, STREAM, headers={"Upgrade": "websocket", "Connection": "Upgrade"})
    assert said["headers"]["upgrade"] == "websocket"
    assert said["headers"]["connection"] == "upgrade"
    said, _ = echoed(nginx)
    assert "upgrade" not in said["headers"]


def test_an_upload_of_the_size_that_streamlit_takes_passes_and_never_touches_the_disk(nginx):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    body = b"film" * (config["server"]["maxUploadSize"] * 2**20 // 4) + b"and the form around it"
    said, _ = echoed(nginx, UPLOAD, method="PUT", body=body)
    assert said["sha256"] == hashlib.sha256(body).hexdigest()
    # nginx warns about every body and every answer that it puts in a file.
    assert "temporary file" not in nginx.log.read_text("utf-8")


@pytest.mark.parametrize(("path", "megabytes"), [(UPLOAD, 66), (f"{SUB_PATH}/", 2)])
def test_a_body_that_is_too_large_is_refused_before_it_is_sent(nginx, path, megabytes):
    connection = http.client.HTTPSConnection("localhost", nginx.https, context=nginx.context)
    connection.putrequest("PUT", path)
    connection.putheader("Content-Length", str(megabytes * 2**20))
    connection.endheaders()
    reply = connection.getresponse()
    connection.close()
    assert reply.status == 413


def route(headers):
    cookie = headers["Set-Cookie"]
    assert cookie.endswith("; Path=/; Secure; HttpOnly; SameSite=Lax")
    return re.fullmatch("negatoscope_route=([0-9a-f]{32})", cookie.partition(";")[0])[1]


def test_a_visitor_stays_with_one_replica_and_visitors_are_spread(nginx, echoes):
    homes = {}
    for _ in range(VISITORS):
        said, headers = echoed(nginx)
        homes[route(headers)] = said["port"]
    assert len(homes) == VISITORS
    assert set(homes.values()) == {server.server_port for server in echoes}
    for name, home in homes.items():
        for path in (STREAM, UPLOAD):
            said, headers = echoed(nginx, path, headers={"Cookie": f"negatoscope_route={name}"})
            assert said["port"] == home
            assert route(headers) == name


def test_a_route_that_is_none_is_replaced(nginx):
    said, headers = echoed(nginx, headers={"Cookie": "negatoscope_route=one; negatoscope_other=2"})
    assert route(headers) != "one"
    assert said["path"] == f"{SUB_PATH}/"


def test_visitors_of_a_replica_that_is_gone_go_to_another(tmp_path):
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Echo) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with running_nginx(tmp_path, [server.server_port for server in servers]) as nginx:
            said, headers = echoed(nginx)
            gone = next(one for one in servers if one.server_port == said["port"])
            gone.shutdown()
            gone.server_close()
            left = next(one for one in servers if one is not gone)
            cookie = {"Cookie": f"negatoscope_route={route(headers)}"}
            assert echoed(nginx, headers=cookie)[0]["port"] == left.server_port
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def test_without_a_sub_path_the_root_is_the_app(tmp_path, echoes):
    with running_nginx(tmp_path, [echoes[0].server_port], path="") as nginx:
        assert echoed(nginx, "/gradcam")[0]["path"] == "/gradcam"
        assert ask(nginx, "/_stcore/script-health-check")[0] == 404
