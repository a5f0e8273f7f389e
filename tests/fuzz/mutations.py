"""Damage with a plan: bytes and numbers anywhere, and the structures that each format is made of.

One seed makes one case, so that a case is known by its number.
"""

import random
import struct
import zlib
from collections.abc import Callable, Sequence

from model.imaging.elements import UNDEFINED_LENGTH, element_at

Mutation = Callable[[bytes, random.Random], bytes]

LONGEST = 64 * 1024
"""Cases stay this short: what takes a large file to show is tested by hand in `test_bombs`."""

_EDGES = (0, 1, 2, 3, 7, 8, 12, 15, 16, 17, 31, 32, 63, 64, 99, 127, 128, 255, 256, 257, 500, 501)
_EDGES += (0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 50_000_000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_TEXTS = (
    "",
    "0",
    "-0",
    "1",
    "-1",
    "NaN",
    "inf",
    "-inf",
    "1e999",
    "1e-999",
    "0x10",
    "٣",
    "1\\",
    "\\",
)
_TEXTS += ("9" * 300, "1E99999999", ".", "1.5", "65536", "MONOCHROME1", "PALETTE COLOR", "YBR_FULL")
_TEXTS += ("RGB", "SIGMOID", "\xff\xfe", "%s%n", "{0}", "A" * 5000)
_TAGS = ((0x0008, 0x0005), (0x0028, 0x0002), (0x0028, 0x0004), (0x0028, 0x0008), (0x0028, 0x0010))
_TAGS += ((0x0028, 0x0011), (0x0028, 0x0100), (0x0028, 0x0101), (0x0028, 0x0102), (0x0028, 0x0103))
_TAGS += ((0x0028, 0x0120), (0x0028, 0x1050), (0x0028, 0x1051), (0x0028, 0x1052), (0x0028, 0x1053))
_TAGS += ((0x0028, 0x3000), (0x0028, 0x3002), (0x0028, 0x3006), (0x0028, 0x3010), (0x5200, 0x9230))
_TAGS += ((0x7FE0, 0x0001), (0x7FE0, 0x0002), (0x7FE0, 0x0008), (0x7FE0, 0x0010), (0xFFFE, 0xE000))
_TAGS += ((0xFFFE, 0xE00D), (0xFFFE, 0xE0DD), (0xFFFC, 0xFFFC), (0x0400, 0x0500), (0x0029, 0x1010))
_VRS = (b"OB", b"OW", b"SQ", b"UN", b"US", b"SS", b"DS", b"IS", b"UT", b"FD", b"AT", b"LO", b"\0\0")


def mutated(data: bytes, seed: int, others: Sequence[bytes] = ()) -> bytes:
    """Damages a file in one to four ways.

    Args:
        data: The file.
        seed: Decides everything.
        others: Files to take parts from.

    Returns:
        Another file, at most `LONGEST` bytes.
    """
    rng = random.Random(seed)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        if not data:
            break
        if others and rng.random() < 0.06:
            data = _splice(data, rng, rng.choice(others))
        elif rng.random() < 0.55:
            data = _structure(data, rng)
        else:
            data = rng.choice(_ANYWHERE)(data, rng)
    return data[:LONGEST]


def _structure(data: bytes, rng: random.Random) -> bytes:
    if data[:4] == b"\x89PNG":
        return _png(data, rng)
    if data[:2] == b"\xff\xd8":
        return _jpeg(data, rng)
    if data[:2] in (b"II", b"MM"):
        return _tiff(data, rng)
    if data[:2] == b"BM" or data[:4] == b"RIFF":
        return _put_number(data, rng, rng.randrange(min(64, len(data))))
    return _dicom(data, rng)


def _flip(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]


def _noise(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 4, 16, 64))
    return data[:at] + rng.randbytes(length) + data[at + length :]


def _number(data: bytes, rng: random.Random) -> bytes:
    return _put_number(data, rng, rng.randrange(len(data)))


def _put_number(data: bytes, rng: random.Random, at: int) -> bytes:
    size = rng.choice((1, 2, 4, 4, 8))
    value = rng.choice(_EDGES) if rng.random() < 0.7 else len(data) + rng.randint(-9, 9)
    order = rng.choice(("little", "big"))
    return data[:at] + (value % (1 << 8 * size)).to_bytes(size, order) + data[at + size :]  # type: ignore[arg-type]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _drop(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 4, 8, 100))
    return data[:at] + data[at + length :]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 4, 8, 32, 200))
    part = data[at : at + length]
    return data[:at] + part * rng.choice((2, 3, 50)) + data[at + length :]


def _splice(data: bytes, rng: random.Random, other: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


_ANYWHERE: tuple[Mutation, ...] = (_flip, _flip, _noise, _number, _number, _cut, _drop, _repeat)


def _dicom_elements(data: bytes) -> tuple[list[tuple[int, int, int]], bool]:
    """Start, start of the value and end of each element on the outer level; whether implicit."""
    offset, implicit, found = 132 if data[128:132] == b"DICM" else 0, False, []
    while offset < len(data) and len(found) < 200:
        element = element_at(data, offset, implicit=implicit, little=True)
        if element is None:
            if implicit:
                break
            implicit = True
            continue
        length = 0 if element.length == UNDEFINED_LENGTH else element.length
        end = min(len(data), element.start + length)
        found.append((offset, element.start, end))
        offset = max(end, offset + 8)
    return found, implicit


def _dicom(data: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.15 and b"1.2.840.10008.1.2.1.99" in data:
        return _inside_deflate(data, rng)
    elements, implicit = _dicom_elements(data)
    if not elements:
        return _number(data, rng)
    start, value, end = rng.choice(elements)
    kind = rng.randrange(8)
    if kind == 0:  # another length, the value as it was
        return _put_number(data, rng, max(start, value - rng.choice((2, 4))))
    if kind == 1 and not implicit:
        return data[: start + 4] + rng.choice(_VRS) + data[start + 6 :]
    if kind == 2:
        return data[:start] + struct.pack("<HH", *rng.choice(_TAGS)) + data[start + 4 :]
    if kind == 3:
        return data[:start] + data[end:]
    if kind == 4:
        return data[:end] + data[start:end] * rng.choice((1, 2, 40)) + data[end:]
    if kind == 5:
        other = rng.choice(elements)[0]
        return data[:other] + data[start:end] + data[other:]
    return _with_value(data, rng, (start, value, end))


def _with_value(data: bytes, rng: random.Random, element: tuple[int, int, int]) -> bytes:
    """Another value with the length that it has."""
    start, value, end = element
    if rng.random() < 0.5:
        words = [rng.choice(_EDGES) & 0xFFFF for _ in range(rng.choice((1, 1, 2, 3)))]
        new = struct.pack(f"<{len(words)}H", *words)
    else:
        new = "\\".join(rng.choice(_TEXTS) for _ in range(rng.choice((1, 1, 2, 5)))).encode()
        new += b" " * (len(new) % 2)
    if end - value == 0 and value - start > 8:
        return data
    form = "<I" if value - start == 12 or data[start + 4 : start + 6].isalpha() is False else "<H"
    size = struct.calcsize(form)
    new = new[: 0xFFFE if size == 2 else None]
    return data[: value - size] + struct.pack(form, len(new)) + new + data[end:]


def _inside_deflate(data: bytes, rng: random.Random) -> bytes:
    """Damages what a deflated data set inflates to."""
    elements, _ = _dicom_elements(data)
    head = next((s for s, _, _ in elements if data[s : s + 2] != b"\x02\x00"), len(data))
    try:
        body = zlib.decompressobj(-15).decompress(data[head:], LONGEST)
    except zlib.error:
        return _number(data, rng)
    engine = zlib.compressobj(wbits=-15)
    return data[:head] + engine.compress(_dicom(body, rng) if body else body) + engine.flush()


def _png(data: bytes, rng: random.Random) -> bytes:
    chunks, offset = [], 8
    while offset + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, offset)
        chunks.append((data[offset + 4 : offset + 8], data[offset + 8 : offset + 8 + length]))
        offset += 12 + length
    if not chunks:
        return _number(data, rng)
    index = rng.randrange(len(chunks))
    name, body = chunks[index]
    kind = rng.randrange(5)
    if kind == 0:
        chunks.insert(rng.randrange(len(chunks) + 1), chunks[index])
    elif kind == 1:
        del chunks[index]
    elif kind == 2:
        names = (b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"eXIf", b"zTXt", b"iCCP", b"acTL", b"fdAT")
        chunks[index] = (rng.choice(names), body)
    elif name == b"IDAT" and kind == 3:
        chunks[index] = (name, zlib.compress(_stream(body, rng)))
    else:
        body = (_put_number(body, rng, 0) if kind == 3 else _noise(body, rng)) if body else b"\0"
        chunks[index] = (name, body)
    # With checksums that are right, so that what lies behind them is reached.
    return data[:8] + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def _stream(body: bytes, rng: random.Random) -> bytes:
    try:
        rows = zlib.decompressobj().decompress(body, LONGEST)
    except zlib.error:
        rows = b""
    return _noise(rows, rng) if rows and rng.random() < 0.5 else rows * rng.choice((0, 2, 100))


def _jpeg(data: bytes, rng: random.Random) -> bytes:
    offset, segments = 2, []
    while offset + 4 <= len(data) and data[offset] == 0xFF:
        length = int.from_bytes(data[offset + 2 : offset + 4], "big")
        segments.append((offset, min(len(data), offset + 2 + length)))
        offset += 2 + length
    if not segments:
        return _number(data, rng)
    start, end = rng.choice(segments)
    kind = rng.randrange(5)
    if kind == 0:
        return data[:start] + data[end:]
    if kind == 1:
        return data[:end] + data[start:end] * rng.choice((1, 30)) + data[end:]
    if kind == 2:
        return data[: start + 1] + bytes([rng.randrange(0xC0, 0x100)]) + data[start + 2 :]
    return _put_number(data, rng, rng.randrange(start + 2, max(start + 3, end)))


def _tiff(data: bytes, rng: random.Random) -> bytes:
    order = "<" if data[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, at)
    except struct.error:
        return _number(data, rng)
    entry = at + 2 + 12 * rng.randrange(max(1, min(count, 30)))
    # Tag, type, count or value of an entry; or where the next directory lies.
    place = rng.choice((entry, entry + 2, entry + 4, entry + 8, entry + 8, at + 2 + 12 * count, 4))
    if place + 4 > len(data):
        return _number(data, rng)
    value = rng.choice((*_EDGES, len(data), at, at + 2))
    form = order + ("H" if place in (entry, entry + 2) else "I")
    packed = struct.pack(form, value % (1 << 8 * struct.calcsize(form)))
    return data[:place] + packed + data[place + len(packed) :]
