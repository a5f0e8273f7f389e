"""Every page in the reader's language: its title, its menu, a sentence of its body, no English."""

import gettext

import pytest
from playwright.sync_api import expect

from pages.shared.i18n import DOMAIN, LOCALES

TITLES = {
    "classify": ("Light box", "Negatoscópio", "观片灯"),
    "gradcam": ("Grad-CAM explorer", "Explorador Grad-CAM", "Grad-CAM 探索"),
    "augment": ("Augmentation playground", "Oficina de aumento de dados", "数据增强实验场"),
    "glossary": ("Glossary", "Glossário", "术语表"),
    "evidence": ("Evidence", "Evidências", "证据"),
}

# Of the body, in the source; a page about one picture is opened with a sample.
SAMPLE = "sample=bacterial-1.png"
SENTENCES = {
    "classify": ("", "Upload one or several radiographs: DICOM, PNG, JPEG, TIFF, BMP or WebP"),
    "gradcam": (SAMPLE, "Rather than"),
    "augment": (SAMPLE, "Exactly what the network sees: 224 × 224 pixels."),
    "glossary": ("", "Three languages side by side"),
    "evidence": ("", "In one minute"),
}


@pytest.mark.parametrize("page", TITLES)
@pytest.mark.parametrize(
    ("order", "language"), [pytest.param(1, "pt_BR", marks=pytest.mark.slow), (2, "zh_CN")]
)
def test_each_page_is_read_in_portuguese_and_chinese(open_page, page, order, language):
    query, sentence = SENTENCES[page]
    opened = open_page(f"/{page}?lang={language}&{query}", width=1440)
    expect(opened.get_by_role("heading", name=TITLES[page][order], exact=True)).to_be_visible()
    for titles in TITLES.values():
        expect(opened.get_by_role("link", name=titles[order], exact=True).first).to_be_visible()
        expect(opened.get_by_role("link", name=titles[0], exact=True)).to_have_count(0)
    translated = gettext.translation(DOMAIN, LOCALES, languages=[language]).gettext(sentence)
    assert translated != sentence
    expect(opened.get_by_text(translated).first).to_be_visible()
    expect(opened.get_by_text(sentence)).to_have_count(0)
