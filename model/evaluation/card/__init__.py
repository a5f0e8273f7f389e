"""The model card: every word and number of it from the manifest."""
