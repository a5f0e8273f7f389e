"""The film of the live figures: a sample of the app."""

from typing import Final

import numpy as np
import numpy.typing as npt
import streamlit as st

from model.glossary.figures import Image, shrunk
from model.imaging.prepare import network_input
from model.imaging.read import read_radiograph
from pages.shared.upload.samples import SAMPLES

FILM: Final = "bacterial-1.png"


@st.cache_data(show_spinner=False)
def film() -> npt.NDArray[np.uint8]:
    """A sample radiograph: uint8 `(224, 224)`."""
    pixels = read_radiograph((SAMPLES / FILM).read_bytes()).pixels
    return np.rint(network_input(pixels)[..., 0]).astype(np.uint8)


@st.cache_data(show_spinner=False)
def small_film() -> Image:
    """The same in few pixels: float64 `(28, 28)` in [0, 1]."""
    return shrunk(film() / 255)
