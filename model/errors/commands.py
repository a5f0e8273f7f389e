"""What the command line lacks: data, weights, room to write, packages."""

from model.errors.root import NegatoscopeError
from model.messages import N_


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
