"""What the model tells a reader, in plain words: warnings, steps of the reading, refusals.

The model knows no language but the source one. It hands over a `Notice` (a code and its numbers);
a page translates the template of that code and fills it. The English templates live here so that
Babel finds them (`N_` marks them) and so that the command line can use them as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a marker
    """Marks a text for extraction by Babel and returns it unchanged."""
    return text


@dataclass(frozen=True)
class Text:
    """The English template of a notice.

    Attributes:
        sentence: What is so: a template with `str.format` fields.
        advice: What to do about it; empty where there is nothing to do. No fields.
    """

    sentence: str
    advice: str = ""


@dataclass(frozen=True)
class Notice:
    """Something to be said to the reader: a code and the numbers that go with it.

    Attributes:
        code: A key of `NOTICES`, or the code of an error.
        values: A value for each field of the template. Never text that may name a patient.
        text: The template; None for that of `NOTICES`. An error brings its own.

    Raises:
        KeyError: At construction, for a code or a field which is not known.
    """

    code: str
    # A plain dict rather than a mappingproxy: Streamlit's cache copies results by serialising.
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    text: Text | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Fails early on an unknown code or a missing value, not when a page draws it."""
        self.english()

    @property
    def sentence(self) -> str:
        """The English template, unfilled: what a page translates."""
        return (self.text or NOTICES[self.code]).sentence

    @property
    def advice(self) -> str:
        """What to do about it, in English; empty where there is nothing to do."""
        return (self.text or NOTICES[self.code]).advice

    def english(self) -> str:
        """The sentence in English with its values filled in."""
        return self.sentence.format(**self.values)

    def in_full(self) -> str:
        """The sentence, the advice and the code in English, on one line: what a terminal shows."""
        return f"{self.english()} {self.advice}".rstrip() + f" [{self.code}]"


WARNINGS: dict[str, Text] = {
    "looks-inverted": Text(
        N_("The picture looks like a negative: the lungs are bright and the bones dark."),
        N_("Swap black and white if the lungs should be dark: the network knows dark lungs only."),
    ),
    "multi-frame": Text(
        N_("The file holds {frames} frames; this is frame {frame}."),
        N_("Choose another frame if this is not the one that you mean."),
    ),
    "several-windows": Text(
        N_("The file offers {windows} windows; this is window {window} ({name})."),
        N_("Choose another window to see what it changes."),
    ),
    "window-unusable": Text(
        N_("The window in the file (centre {centre}, width {width}) is not usable; left out."),
        N_("The contrast was set from the pixels instead."),
    ),
    "voi-lut-unusable": Text(
        N_("A look-up table for the contrast in the file is not usable; it was left out."),
        N_("The contrast was set without it."),
    ),
    "modality-lut-unusable": Text(
        N_("The table that gives the pixel values their meaning is not usable; it was left out."),
        N_("Compare the picture with the one on your workstation."),
    ),
    "rescale-unusable": Text(
        N_("The rescale slope or intercept in the file is not usable; it was left out."),
        N_("Compare the picture with the one on your workstation."),
    ),
    "burned-in-yes": Text(
        N_("The file says that text is burned into the picture; it may name the patient."),
        N_("Do not show the picture to others before the text is covered."),
    ),
    "burned-in-unknown": Text(
        N_("The file does not say whether text is burned into the picture."),
        N_("Look for names and dates in the corners before you show it to others."),
    ),
    "for-processing": Text(
        N_("The picture is a raw one from the detector, not yet processed for viewing."),
        N_("Use the processed picture of the same exposure if there is one."),
    ),
    "header-incomplete": Text(
        N_("The DICOM file lacks the header that should come first; it was read without it."),
    ),
    "header-irregular": Text(
        N_("The DICOM header does not follow the standard in places; it was read all the same."),
        N_("Compare the picture with the one on your workstation."),
    ),
    "blank-picture": Text(
        N_("The picture is of one grey throughout."),
        N_("Check that the export worked."),
    ),
}

STEPS: dict[str, Text] = {
    "decoded": Text(N_("Decoded: {rows} × {columns} pixels, {bits} bits, {encoding}.")),
    "modality-lut": Text(N_("Pixel values given their meaning by a table of {entries} entries.")),
    "rescale": Text(N_("Rescaled: slope {slope:g}, intercept {intercept:g}.")),
    "padding": Text(N_("Padding around the picture set to black: {share:.1%} of the pixels.")),
    "window-linear": Text(N_("Window “{name}”: centre {centre:g}, width {width:g}.")),
    "window-exact": Text(N_("Window “{name}”, exact: centre {centre:g}, width {width:g}.")),
    "window-sigmoid": Text(N_("Window “{name}”, sigmoid: centre {centre:g}, width {width:g}.")),
    "voi-lut": Text(N_("Contrast table “{name}” of {entries} entries.")),
    "percentiles": Text(
        N_("No window in the file: contrast stretched from {low:g} (black) to {high:g} (white).")
    ),
    "full-range": Text(N_("Values from {low:g} (black) to {high:g} (white) taken as they are.")),
    "monochrome1": Text(N_("Inverted, as the file asks: low values are bright (MONOCHROME1).")),
    "grey-from-colour": Text(N_("Colour turned to grey; {share:.1%} of the pixels were coloured.")),
    "alpha": Text(N_("Transparent parts laid on black.")),
    "exif": Text(N_("Turned upright, as the camera noted (EXIF orientation {orientation}).")),
    "inverted-on-request": Text(N_("Inverted, as you asked.")),
    "turned-on-request": Text(N_("Turned by {degrees}° clockwise, as you asked.")),
}

REFUSALS: dict[str, Text] = {
    "not-radiograph": Text(
        N_("This does not look like a radiograph: it has colours or shapes that no film has."),
        N_("Choose the radiograph itself, not a photograph or a picture of a screen."),
    ),
    "wrong-modality": Text(
        N_("The file says that it is not a projection radiograph (modality {modality})."),
        N_("Choose a chest radiograph: modality CR, DX or RG."),
    ),
    "wrong-body-part": Text(
        N_("The file says that it shows another part of the body ({part})."),
        N_("Choose a radiograph of the chest."),
    ),
    "lateral-view": Text(
        N_("This is a lateral view; the network has learnt frontal views only."),
        N_("Choose the frontal (PA or AP) picture of the same examination."),
    ),
    "turned-clockwise": Text(
        N_("The film seems to lie on its side, turned by 90° clockwise."),
        N_("Turn it upright: the network knows upright films only."),
    ),
    "turned-counter-clockwise": Text(
        N_("The film seems to lie on its side, turned by 90° counter-clockwise."),
        N_("Turn it upright: the network knows upright films only."),
    ),
    "upside-down": Text(
        N_("The film seems to stand on its head."),
        N_("Turn it upright: the network knows upright films only."),
    ),
    "inverted": Text(
        N_("The film seems to be a negative: the lungs are bright and the bones dark."),
        N_("Swap black and white: the network knows dark lungs only."),
    ),
    "cropped": Text(
        N_("This seems to be a part of a chest radiograph, not the whole of it."),
        N_("Choose the whole film, with both lungs from top to bottom."),
    ),
    "not-a-chest": Text(
        N_("This does not look like a radiograph of the chest."),
        N_("Choose a frontal radiograph of the chest."),
    ),
    "too-small": Text(
        N_("The picture has {rows} × {columns} pixels; at least {minimum} each way are needed."),
        N_("Choose the original picture instead of a thumbnail."),
    ),
    "out-of-distribution": Text(
        N_("The picture is unlike the chest radiographs that the network has learnt from."),
        N_("Check that it is a frontal chest radiograph, upright, whole and not inverted."),
    ),
}

NOTICES: dict[str, Text] = {**WARNINGS, **STEPS, **REFUSALS}
