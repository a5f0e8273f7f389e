"""The card as a whole."""

from pathlib import Path

from model.classifier.artefacts import Manifest, load_manifest
from model.classifier.record import recorded_figures, write_text
from model.evaluation.card.attempts import attempts_section
from model.evaluation.card.confound import confound_section
from model.evaluation.card.data import data_section
from model.evaluation.card.doubt import calibration_section, conformal_section
from model.evaluation.card.gate import gate_section
from model.evaluation.card.goals import goals_section
from model.evaluation.card.localisation import localisation_section
from model.evaluation.card.lungs import lungs_section
from model.evaluation.card.making import again_section, files_section, training_section
from model.evaluation.card.results import (
    class_section,
    odd_section,
    source_section,
    summary_section,
)
from model.evaluation.card.shortcuts import shortcuts_section
from model.evaluation.card.text import percent, section
from model.evaluation.card.verdict import verdict_section


def write_card(folder: Path, path: Path) -> None:
    """Write the model card of a folder of artefacts.

    Args:
        folder: Folder of the artefacts.
        path: The card.

    Raises:
        ArtefactMissingError: There is no manifest.
        ManifestInvalidError: It holds no figures yet.
        OutputUnwritableError: The card cannot be written.
    """
    recorded_figures(folder)
    write_text(path, render_card(load_manifest(folder)))


def render_card(manifest: Manifest) -> str:
    """The model card in Markdown, from the manifest alone.

    Args:
        manifest: A manifest with figures.

    Returns:
        The text, with a final line break.
    """
    figures = manifest.figures
    parts = [
        "# Model card: Negatoscope",
        "<!-- Written by `python -m model evaluate` from model/weights/manifest.json. "
        "Do not edit: a test compares the two. -->",
        "A ResNet50 that sorts frontal chest radiographs into healthy, COVID-19, bacterial "
        "pneumonia and viral pneumonia, and shows how sure it is, where it looked and when "
        "not to believe it. In the form of Mitchell et al. 2019, "
        "doi:10.1145/3287560.3287596.",
        _use(),
        confound_section(figures),
        summary_section(figures),
        goals_section(manifest),
        attempts_section(manifest),
        class_section(figures),
        source_section(figures),
        odd_section(figures),
        calibration_section(manifest),
        conformal_section(manifest),
        gate_section(manifest),
        lungs_section(manifest),
        verdict_section(manifest),
        shortcuts_section(manifest),
        localisation_section(manifest),
        data_section(figures),
        training_section(manifest),
        _limits(manifest),
        files_section(manifest),
        again_section(manifest),
    ]
    # A part of the explanations that was never measured has an empty section.
    return "\n\n".join(part for part in parts if part) + "\n"


def _use() -> str:
    return section(
        "Intended use",
        "- **For** teaching how such a network works and fails, and for a quick look at one film "
        "by someone who can read films without it.\n"
        "- **Not for** diagnosis, triage, screening, treatment, or leaving out a reading or a "
        "test. It is not a medical device and nobody has approved it.\n"
        "- **Not for** lateral views, other body parts, CT, MRI, ultrasound, or photographs of "
        "anything but film. The gate refuses most of them, not all.\n"
        "- It knows four answers. It cannot say tuberculosis, effusion, tumour, heart failure or "
        "anything else, and will call such a film one of the four.",
    )


def _limits(manifest: Manifest) -> str:
    figures = manifest.figures
    adult = figures["adult"]
    alone = adult["abnormal"]["alone"]
    return section(
        "Limits",
        "- Age and source are tied to the label, see above. No figure of the test split is an "
        "estimate of how well it would do in a hospital.\n"
        "- The organism cannot be read off a chest radiograph with any certainty, by anyone. "
        "Bacterial and viral are told apart here by the labels of one children's hospital.\n"
        f"- A film that is abnormal in another way passes the gate and gets one single class, "
        f"without a warning, in {percent(alone)} adult films.\n"
        f"- The adult split is small: {adult['by_class']['bacterial']['sensitivity']['n']} "
        f"bacterial and {adult['by_class']['viral']['sensitivity']['n']} viral films. Its "
        "intervals are wide, and in earnest wider than written, as films from publications are not "
        "drawn at random.\n"
        "- The films were squashed to 224 × 224 pixels before the network saw them: small nodules "
        "and fine lines are gone.\n"
        "- Sex, ethnicity, equipment and severity are not recorded for most films, so nothing is "
        "known of how figures differ by them.\n"
        "- Labels of the public sets hold mistakes that nobody has counted.",
    )
