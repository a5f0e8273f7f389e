"""Fifty films of a patient later: nothing on the disk, nothing in the log, nobody called."""

import ast
import io
import os
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, PngImagePlugin
from playwright.sync_api import expect

from tests.browser.conftest import MILLISECONDS_TO_ANSWER, running_app
from tests.dicom_factory import EXPLICIT, JPEG_LOSSLESS, chest, make_dicom

ROOT = Path(__file__).resolve().parents[2]
WATCHED = Path(__file__).parent / "watched"

# In the header, in the name of the file, and in the pixels.
PATIENT, FILE, PIXELS = "Aronnax^Zebra", "Conseil-Quagga", b"Ned-Land-Okapi!!" * 8
MARKS = [mark.encode() if isinstance(mark, str) else mark for mark in (PATIENT, FILE, PIXELS)]
MARKS += [b"Zebra", b"Quagga"]

# What the server finds where others write too; a browser and a test leave things there.
SHARED = [ROOT, Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home()]
NOT_THE_SERVERS = re.compile(
    r"/(\.venv|\.git|\.cache|__pycache__|node_modules|playwright|pytest-of-)"
)
LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1|localhost")

VIEWS = [
    "/classify?sample=bacterial-1.png",
    "/classify?sample=healthy-adult-1.dcm",
    "/classify?sample=lateral.png",
    "/gradcam?sample=bacterial-1.png",
    "/gradcam?sample=bacterial-1.png&view=verdict",
    "/gradcam?sample=bacterial-1.png&view=shortcuts",
    "/augment?sample=bacterial-1.png",
    "/augment?sample=bacterial-1.png&view=sweep",
    "/augment?sample=bacterial-1.png&view=draws",
    "/augment?sample=bacterial-1.png&view=why",
    "/glossary",
    "/glossary?view=figures&figure=roc",
    "/glossary?view=timeline",
    "/glossary?view=quiz",
    "/glossary?view=cards",
    "/evidence",
]

pytestmark = pytest.mark.slow


class Server:
    """A server with a home of its own, all of whose writing and calling is noted.

    Args:
        folder: An empty folder for everything that is its own.
    """

    def __init__(self, folder):
        self.home = folder / "home"
        self.home.mkdir()
        self.notes = folder / "notes"
        self.log = folder / "log"
        self.address = ""
        self.began = 0.0

    def settings(self):
        """Its environment: wherever a library might keep something, below its home."""
        places = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
        return dict.fromkeys((*places, "XDG_STATE_HOME", "XDG_RUNTIME_DIR"), str(self.home)) | {
            "PYTHONPATH": str(WATCHED),
            "NEGATOSCOPE_TEST_NOTES": str(self.notes),
            # What a module compiles to is no upload.
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def noted(self, kind):
        """Everything noted of a kind since it was last forgotten."""
        lines = self.notes.read_text(encoding="utf-8").splitlines()
        return [line.removeprefix(f"{kind} ") for line in lines if line.startswith(f"{kind} ")]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that says all it can say."""
    found = Server(tmp_path_factory.mktemp("server"))
    with found.log.open("wb") as log:
        options = ["--logger.level", "debug"]
        with running_app(found.settings(), log, options) as port:
            found.address = f"http://127.0.0.1:{port}"
            yield found


@pytest.fixture
def visit(chromium, server):
    """Opens a path; `outside` of the page lists every address that is not the server's."""
    contexts = []

    def visit_it(path):
        context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(2 * MILLISECONDS_TO_ANSWER)
        page.asked = []
        context.on("request", lambda request: page.asked.append(request.url))
        page.on("websocket", lambda socket: page.asked.append(socket.url))
        page.goto(server.address + path)
        page.get_by_test_id("stAppViewContainer").wait_for()
        return page

    yield visit_it
    for context in contexts:
        context.close()


def settle(page):
    """Waits until the app has run, and everything that it drew has been drawn."""
    page.get_by_role("heading", level=2).first.wait_for()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)


def outside(page, server):
    own = (server.address, server.address.replace("http", "ws"), "data:", "blob:")
    return [url for url in page.asked if not url.startswith(own)]


def film(number):
    """A film of more than a megabyte, by turns in four formats, marked wherever it can be."""
    pixels = np.round(chest(820, 720, seed=number) * 4095).astype(np.uint16)
    pixels[:2] = 0
    pixels.reshape(-1).view(np.uint8)[: len(PIXELS)] = np.frombuffer(PIXELS, np.uint8)
    kind = number % 4
    if kind < 2:
        syntax = (EXPLICIT, JPEG_LOSSLESS)[kind]
        # Marks of 16 bits: all bits count.
        return make_dicom(pixels, syntax=syntax, BitsStored=16, PatientName=PATIENT)
    buffer = io.BytesIO()
    picture = Image.fromarray(pixels)
    if kind == 2:
        text = PngImagePlugin.PngInfo()
        text.add_text("Description", PATIENT)
        picture.save(buffer, "PNG", pnginfo=text, compress_level=0)
    else:
        picture.save(buffer, "TIFF", description=PATIENT)
    return buffer.getvalue()


def files(numbers):
    return [
        {"name": f"{FILE}-{n}.dcm", "mimeType": "application/dicom", "buffer": film(n)}
        for n in numbers
    ]


def upload(page, numbers):
    """Puts films into the real field and waits for the verdict on each that the list shows."""
    page.locator('input[type="file"]').set_input_files(files(numbers))
    page.get_by_text(f"{len(numbers)} files").first.wait_for()
    expect(page.get_by_role("button", name="Open", exact=True)).to_have_count(len(numbers))
    settle(page)


def listing(folder):
    return {path: path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def newer_files(since):
    """Files of the shared places that were written since, and can be read."""
    for place in SHARED:
        for folder, names, found in os.walk(place):
            names[:] = [name for name in names if not NOT_THE_SERVERS.search(f"{folder}/{name}")]
            for name in found:
                path = Path(folder, name)
                try:
                    if path.is_file() and path.stat().st_mtime >= since:
                        yield path, path.read_bytes()
                except OSError:
                    continue


def test_fifty_uploads_leave_nothing_on_the_disk_and_nothing_in_the_log(visit, server):
    began, written = server.notes.stat().st_mtime, server.noted("write")
    assert listing(server.home) == {}
    for numbers in (range(20), range(20, 40), range(40, 50)):
        page = visit("/classify")
        page.locator('input[type="file"]').wait_for(state="attached")
        upload(page, numbers)
    page.get_by_role("button", name="Open", exact=True).first.click()
    page.locator(".js-plotly-plot").first.wait_for()
    for name in ("Grad-CAM explorer", "Augmentation playground"):
        page.get_by_role("link", name=name).first.click()
        page.get_by_role("heading", name=name, level=2).wait_for()
        settle(page)
    assert outside(page, server) == []
    assert listing(server.home) == {}
    since = server.noted("write")[len(written) :]
    assert [path for path in since if path != "'/dev/null'"] == []
    log = server.log.read_bytes()
    assert b"script" in log.lower()
    assert [mark for mark in MARKS if mark in log] == []
    found = {
        str(path): mark
        for path, data in newer_files(began)
        for mark in MARKS[:3]
        if mark in data and path != Path(__file__)
    }
    assert found == {}


@pytest.mark.parametrize("path", VIEWS)
def test_no_page_asks_for_anything_but_its_own_origin(visit, server, path):
    page = visit(path)
    settle(page)
    assert len(page.asked) > 5
    assert outside(page, server) == []


def test_the_server_called_nobody(visit, server):
    visit("/classify?sample=bacterial-1.png").locator(".js-plotly-plot").first.wait_for()
    called = [ast.literal_eval(what) for what in server.noted("call")]
    hosts = {one[0] if isinstance(one, tuple) else one for one in called}
    assert {host for host in hosts if host and not LOOPBACK.fullmatch(str(host))} == set()
