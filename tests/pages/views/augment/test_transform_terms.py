"""The term that explains each transform."""

import pytest

from model.augment.registry import FAMILIES, TRANSFORMS
from model.glossary.entries import terms
from pages.views.augment.transform_terms import FAMILY_TERMS, OWN_TERMS, transform_term


@pytest.mark.parametrize("name", TRANSFORMS)
def test_every_transform_has_a_term_of_the_glossary(name):
    assert transform_term(name) in terms()


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("rotation", "geometric-transformation"),
        ("elastic", "elastic-deformation"),
        ("clahe", "clahe"),
        ("quantum-noise", "quantum-noise"),
        ("coarse-dropout", "random-erasing"),
        ("cutmix", "mixup"),
    ],
)
def test_its_own_term_comes_before_that_of_its_family(name, term):
    assert transform_term(name) == term


def test_nothing_is_named_that_is_not_there():
    assert set(FAMILY_TERMS) == set(FAMILIES)
    assert set(OWN_TERMS) <= set(TRANSFORMS)
