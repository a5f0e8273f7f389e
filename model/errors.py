"""Every error of the house: one root, one stable code each, a sentence and a piece of advice.

The sentences are English templates for `str.format`; pages translate the template, then fill it.
No value ever holds text that comes from inside a file: such text may name a patient.
"""

from typing import ClassVar

from model.messages import N_


class NegatoscopeError(Exception):
    """Root of every error that a user may meet.

    Attributes:
        code: Stable name in kebab-case; scripts and translations rely on it.
        sentence: What happened: an English template with `str.format` fields.
        advice: What to do next: English, without fields.
        values: The values of the fields.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = N_("Something went wrong.")
    advice: ClassVar[str] = N_("Try again, or try another file.")

    def __init__(self, **values: str | int | float) -> None:
        """Fills the sentence.

        Args:
            **values: One value for each field of the sentence.

        Raises:
            KeyError: A field of the sentence has no value.
        """
        self.values = values
        super().__init__(self.sentence.format(**values))


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


class ArtefactError(NegatoscopeError):
    """The files of the model are not what its manifest says."""

    code = "artefact"
    sentence = N_("The files of the model cannot be used.")
    advice = N_("Fetch the repository again, with all the files in model/weights.")


class ManifestInvalidError(ArtefactError):
    """The manifest lacks an entry, or has one of the wrong kind."""

    code = "manifest-invalid"
    sentence = N_("The manifest of the model is not valid at {entry}.")


class DataUnavailableError(NegatoscopeError):
    """The public radiographs are not where they are looked for."""

    code = "data-unavailable"
    sentence = N_("The data set is not in {folder}.")
    advice = N_("Name the folder of index.csv and radiographs.zip with --data or NEGATOSCOPE_DATA.")


class WeightsUnavailableError(NegatoscopeError):
    """Weights that cannot be downloaded, read, or do not fit the network."""

    code = "weights-unavailable"
    sentence = N_("The weights {source} cannot be loaded.")
    advice = N_("Check the path, or the connection to the internet where they are downloaded.")


class ArtefactMissingError(ArtefactError):
    """A file of `model/weights/` is not there."""

    code = "artefact-missing"
    sentence = N_("The model file {file} is missing.")
    advice = N_("Restore the folder model/weights from the repository.")


class ArtefactDamagedError(ArtefactError):
    """A file of `model/weights/` does not match the manifest."""

    code = "artefact-damaged"
    sentence = N_("The model file {file} is not the one that the manifest describes.")
    advice = N_("Restore the folder model/weights from the repository.")


class OutputUnwritableError(NegatoscopeError):
    """A file that cannot be written; for the command line."""

    code = "output-unwritable"
    sentence = N_("{path} cannot be written.")
    advice = N_("Check that the folder exists, that you may write to it, and that there is room.")


class BenchmarkFailedError(NegatoscopeError):
    """A contender of the benchmark ended without an answer; for the command line."""

    code = "benchmark-failed"
    sentence = N_("{contender} ended without an answer.")
    advice = N_("Its last words are above. Install requirements.txt again.")


class PackageMissingError(NegatoscopeError):
    """A package that only developers need; for the command line."""

    code = "package-missing"
    sentence = N_("The package {package} is not installed.")
    advice = N_("Install requirements-dev.txt.")


class TensorFlowMissingError(PackageMissingError):
    """Gradients were asked for where TensorFlow is not installed."""

    code = "tensorflow-missing"
    sentence = N_("This map needs gradients, and {package} is not installed here.")
    advice = N_("Choose the last layer, conv5, or a method that needs forward passes only.")


class PipelineError(NegatoscopeError):
    """An augmentation pipeline that cannot be used."""

    code = "pipeline"
    sentence = N_("The pipeline cannot be used.")
    advice = N_("Build it on the augmentation page and save it from there.")


class PipelineUnreadableError(PipelineError):
    """Not JSON, or JSON of something else, or of another version."""

    code = "pipeline-unreadable"
    sentence = N_("This is no pipeline in JSON of version {version}: look at line {line}.")


class StepsTooManyError(PipelineError):
    """More steps than `pipeline.MOST_STEPS`."""

    code = "steps-too-many"
    sentence = N_("The pipeline has {steps} steps; {limit} is the most.")
    advice = N_("Leave steps out.")


class StepMalformedError(PipelineError):
    """A step that lacks something, or holds something else in its place."""

    code = "step-malformed"
    sentence = N_("Step {step} of the pipeline cannot be read: look at “{name}”.")


class StepUnknownError(PipelineError):
    """A transform, or a parameter, that does not exist."""

    code = "step-unknown"
    sentence = N_("Step {step} of the pipeline asks for “{name}”, which does not exist.")


class StepRangeError(PipelineError):
    """A range outside its limits, or upside down."""

    code = "step-range"
    sentence = N_("Step {step} of the pipeline: “{name}” must be a range within {low} to {high}.")
    advice = N_("Give the smaller number first, and whole numbers where only those make sense.")
