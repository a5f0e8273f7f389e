"""Every error of the house: one root, one stable code each, a sentence and a piece of advice.

The sentences are English templates for `str.format`; pages translate the template, then fill it.
No value ever holds text that comes from inside a file: such text may name a patient.
"""

from functools import partial
from typing import Any, ClassVar

from model.messages import N_, Notice, Text, Value


class NegatoscopeError(Exception):
    """Root of every error that a user may meet.

    Attributes:
        code: Stable name in kebab-case; scripts and translations rely on it.
        sentence: What happened: an English template with `str.format` fields.
        advice: What to do next: English, without fields.
        notice: All three with the values of the fields: what a page says.
    """

    code: ClassVar[str] = "error"
    sentence: ClassVar[str] = N_("Something went wrong.")
    advice: ClassVar[str] = N_("Try again, or try another file.")

    def __init_subclass__(cls, code: str) -> None:
        """Takes the code, which no error inherits."""
        cls.code = code

    def __init__(self, **values: Value) -> None:
        """Fills the sentence.

        Args:
            **values: One value for each field of the sentence.

        Raises:
            KeyError: A field of the sentence has no value.
        """
        self.notice = Notice(self.code, values, Text(self.sentence, self.advice))
        super().__init__(self.notice.english())

    def __reduce__(self) -> tuple[Any, ...]:
        """Lets a cache copy it: an exception forgets what it was made with by keyword."""
        return partial(type(self), **self.notice.values), ()


class ReadingError(NegatoscopeError, code="unreadable"):
    """A file that cannot be turned into a radiograph."""

    sentence = N_("The file cannot be read.")
    advice = N_("Export the picture again as DICOM, PNG or JPEG.")


class FileEmptyError(ReadingError, code="file-empty"):
    """Zero bytes."""

    sentence = N_("The file is empty: it holds no bytes at all.")
    advice = N_("The upload or the copy may have failed. Export or upload the file again.")


class FileTooLargeError(ReadingError, code="file-too-large"):
    """More bytes than `limits.MAX_BYTES`."""

    sentence = N_("The file has {megabytes} MB; {limit} MB is the most that is read.")
    advice = N_("Export a single picture, or a smaller one.")


class TooManyPixelsError(ReadingError, code="too-many-pixels"):
    """More pixels than `limits.MAX_PIXELS`, by the header or by the compressed data."""

    sentence = N_(
        "The picture claims {rows} × {columns} pixels; {limit} megapixels is the most that is read."
    )
    advice = N_("Export the picture at a smaller size. A radiograph has 1 to 20 megapixels.")


class TooManyFramesError(ReadingError, code="too-many-frames"):
    """More frames than `limits.MAX_FRAMES`."""

    sentence = N_("The file claims {frames} frames; {limit} is the most that is read.")
    advice = N_("Export the one frame that you want to see.")


class NotAnImageError(ReadingError, code="not-an-image"):
    """Neither DICOM nor one of the picture formats, whatever the name says."""

    sentence = N_("This is not a picture that can be read here, whatever its name says.")
    advice = N_("Choose a DICOM, PNG, JPEG, TIFF, BMP or WebP file.")


class FileTruncatedError(ReadingError, code="file-truncated"):
    """The file ends before its picture does."""

    sentence = N_("The file ends before the picture is complete.")
    advice = N_("The copy was probably interrupted. Copy or export the file again.")


class ImageDamagedError(ReadingError, code="image-damaged"):
    """A PNG, JPEG, TIFF, BMP or WebP file that does not decode."""

    sentence = N_("The {format} file is damaged and cannot be decoded.")
    advice = N_("Export the picture again, or open it in another program and save a copy.")


class DicomDamagedError(ReadingError, code="dicom-damaged"):
    """A DICOM file whose data set or pixels contradict themselves."""

    sentence = N_("The DICOM file is damaged: its header or its pixels cannot be decoded.")
    advice = N_("Export it again from the archive, if possible without compression.")


class DicomWithoutPixelsError(ReadingError, code="dicom-without-pixels"):
    """A DICOM object that holds no picture: a report, a directory, a presentation state."""

    sentence = N_("The DICOM file holds no picture; it may be a report or a directory (DICOMDIR).")
    advice = N_("Choose the file of the picture itself, often the largest one in its folder.")


class DicomEncryptedError(ReadingError, code="dicom-encrypted"):
    """Encrypted attributes, or a file in a CMS envelope (PS3.15 annexes B and E)."""

    sentence = N_("The DICOM file is encrypted.")
    advice = N_("Export it without encryption; no password is asked for here.")


class DicomEncapsulatedDocumentError(ReadingError, code="dicom-encapsulated-document"):
    """An encapsulated PDF, CDA or model (PS3.3 A.45)."""

    sentence = N_("The DICOM file holds a document, such as a PDF report, instead of a picture.")
    advice = N_("Choose the file of the picture itself.")


class DicomNamesPatientError(ReadingError, code="dicom-names-patient"):
    """A DICOM file with data of a patient, at a server that takes none."""

    sentence = N_("The DICOM file carries data of a patient; this public server does not take it.")
    advice = N_("Remove its patient data first, or use a server of your own hospital.")


class DicomCompressionUnsupportedError(ReadingError, code="dicom-compression-unsupported"):
    """A transfer syntax that is a film, or one which no codec of this house knows."""

    sentence = N_("The DICOM file is compressed in a way that is not read here ({syntax}).")
    advice = N_("Export it without compression, or with JPEG 2000, JPEG-LS or JPEG.")


class CodecMissingError(ReadingError, code="codec-missing"):
    """The codec for a known transfer syntax is not installed."""

    sentence = N_("The codec for {syntax} is not installed on this server.")
    advice = N_("Install the packages of requirements.txt, or export without compression.")


class FrameOutOfRangeError(ReadingError, code="frame-out-of-range"):
    """The frame asked for does not exist."""

    sentence = N_("Frame {frame} was asked for; the file has {frames}.")
    advice = N_("Choose a frame that exists.")


class WindowOutOfRangeError(ReadingError, code="window-out-of-range"):
    """The window asked for does not exist."""

    sentence = N_("Window {window} was asked for; the file has {windows}.")
    advice = N_("Choose a window that exists.")


class PathUnreadableError(ReadingError, code="path-unreadable"):
    """A path that cannot be opened; for the command line."""

    sentence = N_("The file cannot be opened.")
    advice = N_("Check that it exists and that you may read it.")


class ArtefactError(NegatoscopeError, code="artefact"):
    """The files of the model are not what its manifest says."""

    sentence = N_("The files of the model cannot be used.")
    advice = N_("Fetch the repository again, with all the files in model/weights.")


class ManifestInvalidError(ArtefactError, code="manifest-invalid"):
    """The manifest lacks an entry, or has one of the wrong kind."""

    sentence = N_("The manifest of the model is not valid at {entry}.")


class ArtefactMissingError(ArtefactError, code="artefact-missing"):
    """A file of `model/weights/` is not there."""

    sentence = N_("The model file {file} is missing.")
    advice = N_("Restore the folder model/weights from the repository.")


class ArtefactDamagedError(ArtefactError, code="artefact-damaged"):
    """A file of `model/weights/` does not match the manifest."""

    sentence = N_("The model file {file} is not the one that the manifest describes.")
    advice = N_("Restore the folder model/weights from the repository.")


class DataUnavailableError(NegatoscopeError, code="data-unavailable"):
    """The public radiographs are not where they are looked for."""

    sentence = N_("The data set is not in {folder}.")
    advice = N_("Name the folder of index.csv and radiographs.zip with --data or NEGATOSCOPE_DATA.")


class WeightsUnavailableError(NegatoscopeError, code="weights-unavailable"):
    """Weights that cannot be downloaded, read, or do not fit the network."""

    sentence = N_("The weights {source} cannot be loaded.")
    advice = N_("Check the path, or the connection to the internet where they are downloaded.")


class OutputUnwritableError(NegatoscopeError, code="output-unwritable"):
    """A file that cannot be written; for the command line."""

    sentence = N_("{path} cannot be written.")
    advice = N_("Check that the folder exists, that you may write to it, and that there is room.")


class BenchmarkFailedError(NegatoscopeError, code="benchmark-failed"):
    """A contender of the benchmark ended without an answer; for the command line."""

    sentence = N_("{contender} ended without an answer.")
    advice = N_("Its last words are above. Install requirements.txt again.")


class PackageMissingError(NegatoscopeError, code="package-missing"):
    """A package that only developers need; for the command line."""

    sentence = N_("The package {package} is not installed.")
    advice = N_("Install requirements-dev.txt.")


class TensorFlowMissingError(PackageMissingError, code="tensorflow-missing"):
    """Gradients were asked for where TensorFlow is not installed."""

    sentence = N_("This map needs gradients, and {package} is not installed here.")
    advice = N_("Choose the last layer, conv5, or a method that needs forward passes only.")


class PipelineError(NegatoscopeError, code="pipeline"):
    """An augmentation pipeline that cannot be used."""

    sentence = N_("The pipeline cannot be used.")
    advice = N_("Build it on the augmentation page and save it from there.")


class PipelineUnreadableError(PipelineError, code="pipeline-unreadable"):
    """Not JSON, or JSON of something else, or of another version."""

    sentence = N_("This is no pipeline in JSON of version {version}: look at line {line}.")


class StepsTooManyError(PipelineError, code="steps-too-many"):
    """More steps than `pipeline.MOST_STEPS`."""

    sentence = N_("The pipeline has {steps} steps; {limit} is the most.")
    advice = N_("Leave steps out.")


class StepMalformedError(PipelineError, code="step-malformed"):
    """A step that lacks something, or holds something else in its place."""

    sentence = N_("Step {step} of the pipeline cannot be read: look at “{name}”.")


class StepUnknownError(PipelineError, code="step-unknown"):
    """A transform, or a parameter, that does not exist."""

    sentence = N_("Step {step} of the pipeline asks for “{name}”, which does not exist.")


class StepRangeError(PipelineError, code="step-range"):
    """A range outside its limits, or upside down."""

    sentence = N_("Step {step} of the pipeline: “{name}” must be a range within {low} to {high}.")
    advice = N_("Give the smaller number first, and whole numbers where only those make sense.")


class SettingError(NegatoscopeError, code="setting"):
    """The server is not set up as its table of settings allows; it lets nobody in."""

    sentence = N_("The settings of this server cannot be used.")
    advice = N_("Whoever runs it: see the table in docs/settings.md, then start it again.")


class SettingUnknownError(SettingError, code="setting-unknown"):
    """A name that no setting has; one that is ignored might be the one that closes the door."""

    sentence = N_("There is no setting {name}; {nearest} may be meant.")


class SettingInvalidError(SettingError, code="setting-invalid"):
    """A value that the setting does not take."""

    sentence = N_(
        "The setting {name} has a value that it does not take. It takes for instance: {allowed}."
    )


class SettingMissingError(SettingError, code="setting-missing"):
    """A setting without which another one makes no sense."""

    sentence = N_("The setting {name} is missing; {because} needs it.")


class SecretTooShortError(SettingError, code="secret-too-short"):
    """A secret that could be guessed."""

    sentence = N_("The cookie_secret in secrets.toml has fewer than {characters} characters.")
    advice = N_("Whoever runs this server: put a long random one there.")


class SecretsUnreadableError(SettingError, code="secrets-unreadable"):
    """A secrets file that is there and is not TOML, or a table in it that is none."""

    sentence = N_("The file {file} is there and cannot be read.")


class ProxyTrustError(SettingError, code="proxy-trust"):
    """The server would take the address that a client states for that of the connection."""

    sentence = N_("The server would believe any address that a request claims to come from.")
    advice = N_("Whoever runs it: start it with FORWARDED_ALLOW_IPS set to nothing.")


class AccessRefusedError(NegatoscopeError, code="access-refused"):
    """A visitor who is not let in."""

    sentence = N_("You are not let in here.")
    advice = N_("Use the address that you were given, or ask whoever runs this server.")


class ProxyBypassedError(AccessRefusedError, code="proxy-bypassed"):
    """A connection from an address that is not the proxy's."""

    sentence = N_("You did not come through the entrance of this server.")


class UserMissingError(AccessRefusedError, code="user-missing"):
    """The proxy named nobody, or two."""

    sentence = N_("The entrance of this server did not say who you are.")


class SessionChangedError(AccessRefusedError, code="session-changed"):
    """The visitor of a session is another one than at its start."""

    sentence = N_("This page was opened by somebody else.")
    advice = N_("Reload the page.")


class AuditError(NegatoscopeError, code="audit"):
    """Something about the audit log."""

    sentence = N_("The audit log cannot be used.")
    advice = N_("Whoever runs this server: check the file and the room on its disk.")


class AuditUnwritableError(AuditError, code="audit-unwritable"):
    """A line that could not be written: no answer without its line."""

    sentence = N_("No answer is given, because its line in the audit log could not be written.")


class AuditBrokenError(AuditError, code="audit-broken"):
    """A line that does not follow from the one before it."""

    sentence = N_("The audit log is broken at line {line}.")
    advice = N_("Keep the file as it is, and find out who could write to it.")


class AuditShortenedError(AuditError, code="audit-shortened"):
    """No line has the hash that was noted down."""

    sentence = N_("No line of the audit log has the SHA-256 that was noted.")
    advice = N_("Lines were taken away since, or the hash is of another log.")
