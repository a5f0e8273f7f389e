"""A visitor without a browser: speaks to the app as Streamlit's own front end does.

One WebSocket with protocol buffers, the upload by HTTP, pictures fetched by HTTP. What it leaves
out is drawing: twenty browsers would take the processor that the server is measured on.
"""

import http.client
import urllib.parse
import urllib.request
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE = 120.0
"""Seconds after which a visitor gives up."""

_XSRF = "_streamlit_xsrf"
_DONE = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)


class VisitError(Exception):
    """The app did not do what a visitor expects."""


@dataclass
class Shown:
    """What a run of the page has drawn.

    Attributes:
        kinds: How often each kind of element came.
        uploader: Id of the upload field.
        pictures: Addresses of pictures.
        errors: Texts of exceptions and error boxes.
    """

    kinds: dict[str, int] = field(default_factory=dict)
    uploader: str = ""
    pictures: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def take(self, element: Any) -> None:
        """Notes an element."""
        kind = str(element.WhichOneof("type"))
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if kind == "file_uploader":
            self.uploader = element.file_uploader.id
        elif kind == "imgs":
            self.pictures |= {image.url for image in element.imgs.imgs}
        elif kind == "exception":
            self.errors.append(element.exception.message)


class Visitor:
    """One open tab: `with Visitor("http://127.0.0.1:8501") as visitor: visitor.upload(…)`.

    Args:
        address: The address of the app.
        page: The page to open, as in the address.
        query: The parameters of the address, such as `sample=covid-1.png`.
    """

    def __init__(self, address: str, page: str = "classify", query: str = "") -> None:
        self.address, self.page, self.query = address, page, query
        self._place = urllib.parse.urlsplit(address).netloc
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=PATIENCE) as reply:
            cookie = str(reply.headers["set-cookie"]).partition(";")[0]
        self._cookie, self._token = cookie, cookie.removeprefix(f"{_XSRF}=")
        self._session = ""
        self._uploader = ""
        self._files: list[UploadedFileInfo] = []
        self._fetched: set[str] = set()
        self._messages: dict[str, ForwardMsg] = {}
        tab = connect(
            f"ws://{self._place}/_stcore/stream",
            subprotocols=["streamlit", self._token],  # type: ignore[list-item]
            additional_headers={"Cookie": cookie},
            origin=address,  # type: ignore[arg-type]
            max_size=None,
            compression=None,
            open_timeout=PATIENCE,
        )
        self._open = ExitStack()
        self._socket = self._open.enter_context(tab)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the tab."""
        self._open.close()

    def open(self) -> Shown:
        """Opens the page.

        Returns:
            What it shows.
        """
        return self._run()

    def upload(self, name: str, data: bytes) -> Shown:
        """Uploads one more file and waits for the answer, its pictures included.

        Args:
            name: Name of the file.
            data: The file.

        Returns:
            What the page then shows.

        Raises:
            VisitError: The upload is refused, or the page says that something went wrong.
        """
        place = self._place_for(name)
        self._send_file(place.upload_url, name, data)
        info = UploadedFileInfo(name=name, size=len(data), file_id=place.file_id, file_urls=place)
        self._files.append(info)
        shown = self._run()
        if "plotly_chart" not in shown.kinds:
            raise VisitError(f"no picture on the light box, but {shown.kinds}")
        return shown

    def _place_for(self, name: str) -> FileURLs:
        request = BackMsg()
        request.file_urls_request.request_id = str(uuid.uuid4())
        request.file_urls_request.file_names.append(name)
        request.file_urls_request.session_id = self._session
        self._socket.send(request.SerializeToString())
        while True:
            message = self._receive()
            if message.WhichOneof("type") == "file_urls_response":
                return message.file_urls_response.file_urls[0]

    def _send_file(self, path: str, name: str, data: bytes) -> None:
        boundary = uuid.uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + data + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": self._cookie,
            "X-Xsrftoken": self._token,
            "Origin": self.address,
        }
        connection = http.client.HTTPConnection(self._place, timeout=PATIENCE)
        connection.request("PUT", path, body, headers)
        reply = connection.getresponse()
        reply.read()
        connection.close()
        if reply.status != 204:
            raise VisitError(f"upload: status {reply.status}")

    def _fetch(self, path: str) -> None:
        url = urllib.parse.urljoin(self.address, path)
        with urllib.request.urlopen(url, timeout=PATIENCE) as reply:
            reply.read()
        self._fetched.add(path)

    def _run(self) -> Shown:
        """Runs the page with the state of its upload field, as a browser does after a change."""
        request = BackMsg()
        request.rerun_script.page_name = self.page
        request.rerun_script.query_string = self.query
        request.rerun_script.context_info.locale = "en-GB"
        request.rerun_script.context_info.timezone = "Europe/Lisbon"
        request.rerun_script.context_info.url = f"{self.address}/{self.page}"
        if self._files:
            state = request.rerun_script.widget_states.widgets.add()
            state.id = self._uploader
            state.file_uploader_state_value.uploaded_file_info.extend(self._files)
        self._socket.send(request.SerializeToString())
        shown = Shown()
        while True:
            message = self._receive()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                shown = Shown()
                self._session = message.new_session.initialize.session_id or self._session
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                shown.take(message.delta.new_element)
            elif kind == "script_finished" and message.script_finished in _DONE:
                break
        if shown.errors:
            raise VisitError("; ".join(shown.errors))
        self._uploader = shown.uploader or self._uploader
        for picture in shown.pictures - self._fetched:
            self._fetch(picture)
        return shown

    def _receive(self) -> ForwardMsg:
        data = self._socket.recv(timeout=PATIENCE)
        message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
        if message.WhichOneof("type") == "ref_hash":
            # A message that came before is not sent again.
            return self._messages.get(message.ref_hash, message)
        if message.metadata.cacheable:
            self._messages[message.hash] = message
        return message
