"""Files that cannot be turned into a radiograph."""

from model.errors.root import NegatoscopeError
from model.messages import N_


class ReadingError(NegatoscopeError):
    """A file that cannot be turned into a radiograph."""

    code = "unreadable"
    sentence = N_("The file cannot be read.")
    advice = N_("Export the picture again as DICOM, PNG or JPEG.")


class FileEmptyError(ReadingError):
    """Zero bytes."""

    code = "file-empty"
    sentence = N_("The file is empty: it holds no bytes at all.")
    advice = N_("The upload or the copy may have failed. Export or upload the file again.")


class FileTooLargeError(ReadingError):
    """More bytes than `limits.MAX_BYTES`."""

    code = "file-too-large"
    sentence = N_("The file has {megabytes} MB; {limit} MB is the most that is read.")
    advice = N_("Export a single picture, or a smaller one.")


class TooManyPixelsError(ReadingError):
    """More pixels than `limits.MAX_PIXELS`, by the header or by the compressed data."""

    code = "too-many-pixels"
    sentence = N_(
        "The picture claims {rows} × {columns} pixels; {limit} megapixels is the most that is read."
    )
    advice = N_("Export the picture at a smaller size. A radiograph has 1 to 20 megapixels.")


class TooManyFramesError(ReadingError):
    """More frames than `limits.MAX_FRAMES`."""

    code = "too-many-frames"
    sentence = N_("The file claims {frames} frames; {limit} is the most that is read.")
    advice = N_("Export the one frame that you want to see.")


class NotAnImageError(ReadingError):
    """Neither DICOM nor one of the picture formats, whatever the name says."""

    code = "not-an-image"
    sentence = N_("This is not a picture that can be read here, whatever its name says.")
    advice = N_("Choose a DICOM, PNG, JPEG, TIFF, BMP or WebP file.")


class FileTruncatedError(ReadingError):
    """The file ends before its picture does."""

    code = "file-truncated"
    sentence = N_("The file ends before the picture is complete.")
    advice = N_("The copy was probably interrupted. Copy or export the file again.")


class ImageDamagedError(ReadingError):
    """A PNG, JPEG, TIFF, BMP or WebP file that does not decode."""

    code = "image-damaged"
    sentence = N_("The {format} file is damaged and cannot be decoded.")
    advice = N_("Export the picture again, or open it in another program and save a copy.")


class DicomDamagedError(ReadingError):
    """A DICOM file whose data set or pixels contradict themselves."""

    code = "dicom-damaged"
    sentence = N_("The DICOM file is damaged: its header or its pixels cannot be decoded.")
    advice = N_("Export it again from the archive, if possible without compression.")


class DicomWithoutPixelsError(ReadingError):
    """A DICOM object that holds no picture: a report, a directory, a presentation state."""

    code = "dicom-without-pixels"
    sentence = N_("The DICOM file holds no picture; it may be a report or a directory (DICOMDIR).")
    advice = N_("Choose the file of the picture itself, often the largest one in its folder.")


class DicomEncryptedError(ReadingError):
    """Encrypted attributes, or a file in a CMS envelope (PS3.15 annexes B and E)."""

    code = "dicom-encrypted"
    sentence = N_("The DICOM file is encrypted.")
    advice = N_("Export it without encryption; no password is asked for here.")


class DicomEncapsulatedDocumentError(ReadingError):
    """An encapsulated PDF, CDA or model (PS3.3 A.45)."""

    code = "dicom-encapsulated-document"
    sentence = N_("The DICOM file holds a document, such as a PDF report, instead of a picture.")
    advice = N_("Choose the file of the picture itself.")


class DicomNamesPatientError(ReadingError):
    """A DICOM file with data of a patient, at a server that takes none."""

    code = "dicom-names-patient"
    sentence = N_("The DICOM file carries data of a patient; this public server does not take it.")
    advice = N_("Remove its patient data first, or use a server of your own hospital.")


class DicomCompressionUnsupportedError(ReadingError):
    """A transfer syntax that is a film, or one which no codec of this house knows."""

    code = "dicom-compression-unsupported"
    sentence = N_("The DICOM file is compressed in a way that is not read here ({syntax}).")
    advice = N_("Export it without compression, or with JPEG 2000, JPEG-LS or JPEG.")


class CodecMissingError(ReadingError):
    """The codec for a known transfer syntax is not installed."""

    code = "codec-missing"
    sentence = N_("The codec for {syntax} is not installed on this server.")
    advice = N_("Install the packages of requirements.txt, or export without compression.")


class FrameOutOfRangeError(ReadingError):
    """The frame asked for does not exist."""

    code = "frame-out-of-range"
    sentence = N_("Frame {frame} was asked for; the file has {frames}.")
    advice = N_("Choose a frame that exists.")


class WindowOutOfRangeError(ReadingError):
    """The window asked for does not exist."""

    code = "window-out-of-range"
    sentence = N_("Window {window} was asked for; the file has {windows}.")
    advice = N_("Choose a window that exists.")


class PathUnreadableError(ReadingError):
    """A path that cannot be opened; for the command line."""

    code = "path-unreadable"
    sentence = N_("The file cannot be opened.")
    advice = N_("Check that it exists and that you may read it.")
