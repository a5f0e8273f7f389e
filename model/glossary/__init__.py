"""The glossary: terms of radiology and of machine learning in three languages."""
