"""Augmentation pipelines that cannot be used."""

from model.errors.root import NegatoscopeError
from model.messages import N_


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
