"""Radiographs and networks: no Streamlit in here, importable on its own, with a command line.

`model.imaging` turns the bytes of a file into a radiograph, `model.classifier` answers,
`model.explain` says where it looked. Importing a package of this layer does nothing else.
"""

import sys

# OpenVINO reports every import of itself to Google Analytics, and NNCF every use, by way of this
# package, under a number that it keeps in the home folder. Nothing leaves the hospital: None stands
# for a package that is not installed, and without it neither reports anything. It must be said
# before either is imported, so it is the one thing that an import does here.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
