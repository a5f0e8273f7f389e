import pytest

from model.evaluation.data_figures import data_figures
from model.training.dataset import read_index

INDEX = """file,split,label,source,population,patient,group,view,original,width,height,license
a,test,viral,kermany,pediatric,,g1,,,1,1,CC BY 4.0
b,train,covid,ieee8023,adult,p1,p1,,,1,1,CC BY-NC-SA
c,train,covid,ieee8023,adult,p1,p1,,,1,1,
d,train,covid,ieee8023,adult,p2,p2,,,1,1,CC BY-NC-SA
e,unlabelled,nodule,jsrt,adult,p3,p3,,,1,1,JSRT terms
"""


@pytest.fixture
def figures(tmp_path):
    (tmp_path / "index.csv").write_text(INDEX, encoding="utf-8")
    return data_figures(tmp_path)


def test_films_and_groups_are_counted_with_training_first(figures):
    assert figures["counts"] == [
        {"split": "train", "label": "covid", "source": "ieee8023", "population": "adult",
         "n": 3, "groups": 2},
        {"split": "test", "label": "viral", "source": "kermany", "population": "pediatric",
         "n": 1, "groups": 1},
    ]  # fmt: skip


def test_licences_are_counted_and_a_missing_one_is_said(figures):
    assert figures["licences"] == {
        "ieee8023": {"CC BY-NC-SA": 2, "not stated": 1},
        "kermany": {"CC BY 4.0": 1},
    }


@pytest.mark.data
def test_no_group_is_in_two_of_the_splits_that_the_card_names(data_folder):
    splits = ("train", "val", "test", "adult")
    groups = [{film.group for film in read_index(data_folder, [split])} for split in splits]
    assert all(groups)
    assert len(set.union(*groups)) == sum(len(own) for own in groups)
