"""Every page in the reader's language: its title, its menu, and nothing of English left in them."""

import pytest
from playwright.sync_api import expect

TITLES = {
    "classify": ("Light box", "Negatoscópio", "观片灯"),
    "gradcam": ("Grad-CAM explorer", "Explorador Grad-CAM", "Grad-CAM 探索"),
    "augment": ("Augmentation playground", "Oficina de aumento de dados", "数据增强实验场"),
    "glossary": ("Glossary", "Glossário", "术语表"),
    "evidence": ("Evidence", "Evidências", "证据"),
}


@pytest.mark.parametrize("page", TITLES)
@pytest.mark.parametrize(("order", "language"), [(1, "pt_BR"), (2, "zh_CN")])
def test_each_page_is_read_in_portuguese_and_chinese(open_page, page, order, language):
    opened = open_page(f"/{page}?lang={language}", width=1440)
    expect(opened.get_by_role("heading", name=TITLES[page][order], exact=True)).to_be_visible()
    for titles in TITLES.values():
        expect(opened.get_by_role("link", name=titles[order], exact=True).first).to_be_visible()
        expect(opened.get_by_role("link", name=titles[0], exact=True)).to_have_count(0)
