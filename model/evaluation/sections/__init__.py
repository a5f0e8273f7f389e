"""The sections of the model card and of the evidence page: written once, drawn by renderers."""
