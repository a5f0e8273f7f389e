"""The files of the model that the app serves."""

from model.errors.root import NegatoscopeError
from model.messages import N_


class ArtefactError(NegatoscopeError):
    """The files of the model are not what its manifest says."""

    code = "artefact"
    sentence = N_("The files of the model cannot be used.")
    advice = N_("Fetch the repository again, with all the files in model/weights.")


class ManifestInvalidError(ArtefactError):
    """The manifest lacks an entry, or has one of the wrong kind."""

    code = "manifest-invalid"
    sentence = N_("The manifest of the model is not valid at {entry}.")


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
