"""Radiographs and networks: no Streamlit in here, importable on its own, with a command line.

`model.imaging` turns the bytes of a file into a radiograph, `model.classifier` answers,
`model.explain` says where it looked. Importing a package of this layer does nothing else.
"""
