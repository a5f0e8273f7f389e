from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import Tag

from model.imaging.values import code, numbers, texts


def dataset_of(element):
    dataset = Dataset()
    dataset[element.tag] = element
    return dataset


def sequence_for(keyword, item):
    """A data set in which an attribute is stated to be a sequence of one item."""
    dataset = Dataset()
    dataset.add_new(Tag(keyword), "SQ", Sequence([item]))
    return dataset


def test_texts_are_cleaned_and_many_or_one():
    dataset = Dataset()
    dataset.ImageType = ["ORIGINAL", "PRIMARY"]
    dataset.Modality = "DX"
    assert texts(dataset, "ImageType") == ("ORIGINAL", "PRIMARY")
    assert texts(dataset, "Modality") == ("DX",)
    assert texts(dataset, "BodyPartExamined") == ()


def test_a_sequence_where_a_text_belongs_says_nothing_of_what_is_in_it():
    item = Dataset()
    item.PatientName = "Nemo"
    dataset = sequence_for("PhotometricInterpretation", item)
    assert texts(dataset, "PhotometricInterpretation") == ()
    assert code(dataset, "PhotometricInterpretation") == ""
    assert numbers(dataset, "PhotometricInterpretation") == ()


def test_a_sequence_with_a_kind_of_value_that_does_not_exist_is_no_text():
    # Found by the fuzzer: pydicom raises where it shows such an item.
    item = dataset_of(RawDataElement(Tag(0x98D3, 0x8ADF), "P\x86", 2, b"ab", 0, False, True))
    assert texts(sequence_for("PhotometricInterpretation", item), "PhotometricInterpretation") == ()
