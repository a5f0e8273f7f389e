"""The health check says yes to a page that ran, and to nothing else."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from deploy import health

ASKED = "/_stcore/script-health-check"


@pytest.fixture
def answering(monkeypatch):
    """Starts a server that gives one answer; the list that comes back holds what it was asked."""
    servers = []

    def start(status, body):
        asked = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(server.server_port))
        return asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    monkeypatch.delenv("STREAMLIT_SERVER_BASE_URL_PATH", raising=False)
    monkeypatch.delenv("STREAMLIT_SERVER_PORT", raising=False)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, b"ok", 0),
        (503, b"error", 1),
        (503, b"timeout", 1),
        # The check is switched off: Streamlit answers every address with its page.
        (200, b"<!-- Copyright -->", 1),
        (404, b"", 1),
    ],
)
def test_only_a_page_that_ran_is_healthy(answering, capsys, status, body, code):
    asked = answering(status, body)
    assert health.main([]) == code
    assert asked == [ASKED]
    assert bool(capsys.readouterr().err) == bool(code)


@pytest.mark.parametrize(
    ("path", "asked"),
    [("", ASKED), ("negatoscope", "/negatoscope" + ASKED), ("/a/b/", "/a/b" + ASKED)],
)
def test_it_asks_below_the_sub_path(answering, monkeypatch, path, asked):
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", path)
    seen = answering(200, b"ok")
    assert health.main([]) == 0
    assert seen == [asked]


def test_a_proxy_of_the_environment_is_not_asked(answering, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    answering(200, b"ok")
    assert health.main([]) == 0


def test_a_server_that_is_not_there_is_not_healthy(monkeypatch):
    # Nothing can listen on port 0.
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "0")
    assert health.main([]) == 1


def test_waiting_asks_again(monkeypatch):
    answers = iter([False, False, True])
    monkeypatch.setattr(health, "is_healthy", lambda url: next(answers))
    monkeypatch.setattr(health, "SECONDS_BETWEEN", 0)
    assert health.main(["--wait", "60"]) == 0
    assert list(answers) == []
