"""DICOM files made in memory, for tests: nothing is read from disk, nothing names a person."""

import struct
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    UID,
    DeflatedExplicitVRLittleEndian,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

IMPLICIT = ImplicitVRLittleEndian
EXPLICIT = ExplicitVRLittleEndian
BIG_ENDIAN = ExplicitVRBigEndian
DEFLATED = DeflatedExplicitVRLittleEndian
RLE = RLELossless
JPEG = JPEGBaseline8Bit
JPEG_LOSSLESS = JPEGLosslessSV1
JPEG_LS = JPEGLSLossless
JPEG_2000 = JPEG2000Lossless

SYNTAXES = (IMPLICIT, EXPLICIT, BIG_ENDIAN, DEFLATED, RLE, JPEG_LS, JPEG_2000, JPEG_LOSSLESS)
"""Every transfer syntax that is written here without loss."""

PATIENT = "Nemo^Captain"
"""The name in every file that is made here: it must never be seen again."""


def chest(rows: int = 96, columns: int = 80, seed: int = 0) -> np.ndarray:
    """A made-up chest, float64 `(rows, columns)` in [0, 1]: two dark lungs, a bright heart."""
    y, x = np.mgrid[0 : 1 : rows * 1j, 0 : 1 : columns * 1j]
    body = np.exp(-(((x - 0.5) / 0.45) ** 6)) * (0.45 + 0.45 * y)
    for centre in (0.3, 0.7):
        body -= 0.38 * np.exp(-(((x - centre) / 0.14) ** 4) - ((y - 0.45) / 0.3) ** 4)
    body += 0.1 * np.exp(-(((x - 0.55) / 0.12) ** 2) - ((y - 0.65) / 0.15) ** 2)
    noise = np.random.default_rng(seed).normal(0, 0.01, body.shape)
    picture = np.clip(body + noise, 0, None)
    return (picture - picture.min()) / (picture.max() - picture.min())


def make_dataset(pixels: np.ndarray, *, syntax: UID = EXPLICIT, **tags: Any) -> Dataset:
    """A data set for pixels `(rows, columns)`, `(frames, rows, columns)` or `(…, 3)` for colour.

    The pixels are any integers of 8, 16 or 32 bits, or floats for Float Pixel Data. `tags` replace
    what was derived from them; a tag of None is left out.
    """
    colour = pixels.ndim >= 3 and pixels.shape[-1] == 3
    frames = pixels.shape[0] if pixels.ndim == (4 if colour else 3) else None
    rows, columns = (pixels.shape[:-1] if colour else pixels.shape)[-2:]
    bits = 8 * pixels.dtype.itemsize
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = DigitalXRayImageStorageForPresentation
    dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
    dataset.file_meta.TransferSyntaxUID = syntax
    found: dict[str, Any] = {
        "SpecificCharacterSet": "ISO_IR 192",
        "SOPClassUID": DigitalXRayImageStorageForPresentation,
        "SOPInstanceUID": "1.2.3.4",
        "Modality": "DX",
        "BodyPartExamined": "CHEST",
        "ViewPosition": "PA",
        "PatientName": PATIENT,
        "PatientID": "NAUTILUS-20000",
        "PatientBirthDate": "18700101",
        "InstitutionName": "Vanikoro",
        "BurnedInAnnotation": "NO",
        "Rows": rows,
        "Columns": columns,
        "SamplesPerPixel": 3 if colour else 1,
        "PhotometricInterpretation": "RGB" if colour else "MONOCHROME2",
        "PlanarConfiguration": 0 if colour else None,
        "NumberOfFrames": frames,
        "BitsAllocated": bits,
    }
    if pixels.dtype.kind != "f":
        found |= {
            "BitsStored": bits,
            "HighBit": bits - 1,
            "PixelRepresentation": int(pixels.dtype.kind == "i"),
        }
    found |= tags
    if "BitsStored" in tags and "HighBit" not in tags:
        found["HighBit"] = tags["BitsStored"] - 1
    for keyword, value in found.items():
        if value is not None:
            setattr(dataset, keyword, value)
    _set_pixels(dataset, pixels, syntax)
    return dataset


def make_dicom(pixels: np.ndarray, *, syntax: UID = EXPLICIT, **tags: Any) -> bytes:
    """The bytes of a DICOM file; see `make_dataset`."""
    return to_bytes(make_dataset(pixels, syntax=syntax, **tags))


def to_bytes(dataset: Dataset) -> bytes:
    """Writes a data set with preamble and file meta information."""
    buffer = BytesIO()
    private = dataset.file_meta.TransferSyntaxUID.is_private
    encoding = {"implicit_vr": False, "little_endian": True} if private else {}
    dcmwrite(buffer, dataset, enforce_file_format=True, **encoding)
    return buffer.getvalue()


def without_preamble(data: bytes) -> bytes:
    """The file from its file meta information on."""
    return data[132:]


def without_meta(data: bytes) -> bytes:
    """The data set alone, as very old systems wrote it."""
    (length,) = struct.unpack_from("<I", data, 140)
    return data[144 + length :]


def lut_item(
    entries: Sequence[int], first: int = 0, bits: int = 16, explanation: str | None = None
) -> Dataset:
    """An item of a Modality or VOI LUT Sequence."""
    item = Dataset()
    item.LUTDescriptor = [len(entries) & 0xFFFF, first, bits]
    item["LUTDescriptor"].VR = "SS" if first < 0 else "US"
    item.LUTData = np.asarray(entries, dtype="<u2").tobytes()
    item["LUTData"].VR = "OW"
    if explanation is not None:
        item.LUTExplanation = explanation
    return item


def png(pixels: np.ndarray, **options: Any) -> bytes:
    """A PNG of uint8 or uint16 grey, or uint8 RGB or RGBA."""
    return picture(pixels, "PNG", **options)


def picture(pixels: np.ndarray, kind: str, **options: Any) -> bytes:
    """A file of any format that Pillow writes."""
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def _set_pixels(dataset: Dataset, pixels: np.ndarray, syntax: UID) -> None:
    if pixels.dtype.kind == "f":
        keyword = "FloatPixelData" if pixels.itemsize == 4 else "DoubleFloatPixelData"
        setattr(dataset, keyword, pixels.tobytes())
        return
    if not syntax.is_encapsulated:
        order = ">" if syntax == BIG_ENDIAN else "<"
        value = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
        dataset.PixelData = value + b"\0" * (len(value) % 2)
        dataset["PixelData"].VR = "OB" if pixels.itemsize == 1 and order == "<" else "OW"
        if pixels.itemsize == 1 and order == ">":
            swapped = np.frombuffer(dataset.PixelData, dtype="<u2").byteswap()
            dataset.PixelData = swapped.tobytes()
        return
    single = pixels if "NumberOfFrames" in dataset else pixels[None]
    encoded = [encode_frame(frame, syntax, dataset) for frame in single]
    dataset.PixelData = encapsulate(encoded)
    dataset["PixelData"].VR = "OB"


def encode_frame(frame: np.ndarray, syntax: UID, dataset: Dataset) -> bytes:
    """One frame in one of the compressed transfer syntaxes."""
    if syntax == RLE:
        return _rle(frame)
    if syntax == JPEG:
        return picture(frame, "JPEG", quality=95)
    if syntax == JPEG_LOSSLESS:
        return _lossless_jpeg(frame)
    if syntax == JPEG_LS:
        import jpeg_ls

        unsigned = frame.view(f"u{frame.itemsize}")
        return bytes(jpeg_ls.encode_array(unsigned))
    import openjpeg

    return bytes(openjpeg.encode(frame, bits_stored=dataset.BitsStored, use_mct=False))


def _rle(frame: np.ndarray) -> bytes:
    samples = frame[..., None] if frame.ndim == 2 else frame
    segments = []
    for sample in range(samples.shape[-1]):
        plane = np.ascontiguousarray(samples[..., sample]).astype(f">u{frame.itemsize}", order="C")
        planes = plane.view(np.uint8).reshape(-1, frame.itemsize)
        for byte in range(frame.itemsize):
            raw = planes[:, byte].tobytes()
            packed = b"".join(
                bytes([len(raw[i : i + 128]) - 1]) + raw[i : i + 128]
                for i in range(0, len(raw), 128)
            )
            segments.append(packed + b"\0" * (len(packed) % 2))
    offsets, position = [], 64
    for segment in segments:
        offsets.append(position)
        position += len(segment)
    head = struct.pack("<16I", len(segments), *offsets, *[0] * (15 - len(offsets)))
    return head + b"".join(segments)


def _lossless_jpeg(frame: np.ndarray) -> bytes:
    """Lossless JPEG, process 14, selection value 1 (ITU-T T.81 annex H), grey."""
    precision = 8 * frame.itemsize
    rows, columns = frame.shape
    numbers = frame.view(f"u{frame.itemsize}").astype(np.int64)
    predicted = np.empty_like(numbers)
    predicted[:, 1:] = numbers[:, :-1]
    predicted[1:, 0] = numbers[:-1, 0]
    predicted[0, 0] = 1 << (precision - 1)
    # Differences modulo 2^16 (H.1.2.1); every category 0 … 16 has a code of five bits.
    bits = []
    for value in (numbers - predicted).ravel().tolist():
        difference = (value + 0x8000) % 0x10000 - 0x8000
        category = 16 if difference == -0x8000 else abs(difference).bit_length()
        bits.append(format(category, "05b"))
        if 0 < category < 16:
            code = difference if difference > 0 else difference + (1 << category) - 1
            bits.append(format(code, f"0{category}b"))
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    scan = int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\x00")
    sof = struct.pack(">HBHHB3B", 11, precision, rows, columns, 1, 1, 0x11, 0)
    dht = struct.pack(">HB16B", 2 + 1 + 16 + 17, 0, 0, 0, 0, 0, 17, *[0] * 11) + bytes(range(17))
    sos = struct.pack(">HB2B3B", 8, 1, 1, 0, 1, 0, 0)
    return b"\xff\xd8\xff\xc3" + sof + b"\xff\xc4" + dht + b"\xff\xda" + sos + scan + b"\xff\xd9"
