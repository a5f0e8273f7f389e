"""A reverse proxy for tests: it names a user in a header, and connects from an address of its own.

nginx with the shipped configuration is tested in `test_behind_nginx.py`. This one says whatever a
test wants said.
"""

import asyncio
import json
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.browser.waiting import await_answer

ROOT = Path(__file__).resolve().parents[2]

ADDRESS = "127.0.0.2"
"""Where it connects from. All of 127.0.0.0/8 is loopback on Linux."""

# These belong to one connection, and there are two.
_OWN = {"connection", "content-length", "transfer-encoding", "upgrade", "content-encoding"}


class HeaderProxy:
    """Passes requests on, and sets its headers instead of those that it was sent.

    Args:
        app: Address of the app, `http://…`.
        headers: What it sets, in small letters.
    """

    def __init__(self, app, headers):
        self.app = app
        self.headers = headers
        transport = httpx.AsyncHTTPTransport(local_address=ADDRESS)
        self._client = httpx.AsyncClient(transport=transport, timeout=60)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            await (await self._http(Request(scope, receive)))(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(WebSocket(scope, receive, send))

    def _passed_on(self, headers, but=()):
        left_out = _OWN | set(but) | set(self.headers)
        return [(k, v) for k, v in headers.items() if k not in left_out] + [*self.headers.items()]

    async def _http(self, request):
        address = (
            self.app + request.url.path + (f"?{request.url.query}" if request.url.query else "")
        )
        reply = await self._client.request(
            request.method,
            address,
            headers=self._passed_on(request.headers),
            content=await request.body(),
        )
        answer = Response(reply.content, reply.status_code)
        answer.raw_headers += [
            (k.encode(), v.encode()) for k, v in reply.headers.multi_items() if k not in _OWN
        ]
        return answer

    async def _websocket(self, visitor):
        protocols = visitor.scope["subprotocols"] or None
        handshake = [name for name in visitor.headers if name.startswith("sec-websocket")]
        async with connect(
            self.app.replace("http", "ws") + visitor.url.path,
            subprotocols=protocols,
            additional_headers=self._passed_on(visitor.headers, [*handshake, "host"]),
            local_addr=(ADDRESS, 0),
            max_size=None,
            compression=None,
        ) as app:
            await visitor.accept(subprotocol=app.subprotocol)
            to_app = asyncio.create_task(self._to_app(visitor, app))
            with suppress(ConnectionClosed, WebSocketDisconnect, RuntimeError):
                async for message in app:
                    await visitor.send_bytes(message)
            to_app.cancel()

    @staticmethod
    async def _to_app(visitor, app):
        with suppress(ConnectionClosed, WebSocketDisconnect):
            while True:
                await app.send(await visitor.receive_bytes())
        await app.close()


@contextmanager
def running_proxy(app, headers):
    """Serves a proxy on a free port of loopback, in a process of its own; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.browser.header_proxy", app, json.dumps(headers)]
    process = subprocess.Popen([*command, str(port)], cwd=ROOT)
    try:
        address = f"http://127.0.0.1:{port}"
        await_answer(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    proxy = HeaderProxy(sys.argv[1], json.loads(sys.argv[2]))
    uvicorn.run(
        proxy, port=int(sys.argv[3]), log_level="critical", lifespan="off", proxy_headers=False
    )
