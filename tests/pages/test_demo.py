"""A public server says that it is one, and takes no film of a patient."""

import numpy as np
import pytest

from tests.dicom_factory import chest, make_dicom

DEMO = {"NEGATOSCOPE_PROFILE": "demo", "NEGATOSCOPE_PLACE": "Porto, Portugal"}
TAKES_UPLOADS = DEMO | {"NEGATOSCOPE_UPLOADS": "everybody"}
FILM = np.round(chest(256, 240) * 4095).astype(np.uint16)
NAMES = ("PatientName", "PatientID", "PatientBirthDate", "InstitutionName")


@pytest.mark.parametrize("page", ["classify", "gradcam", "augment", "glossary", "evidence"])
def test_every_page_says_where_the_server_stands(page, start, configure, words, fake):
    configure(**DEMO)
    app = start(page=f"pages/{page}.py")
    assert not app.exception
    assert "This server stands outside your hospital: Porto, Portugal." in words(app)
    assert "Bring no picture of a patient here." in words(app)


def test_an_intranet_server_says_nothing_of_the_kind(start, words, fake):
    assert "Public demonstration" not in words(start())


def test_it_shows_samples_and_takes_no_upload(start, configure, words, fake):
    configure(**DEMO)
    app = start()
    assert len(app.get("file_uploader")) == 0
    assert "This server takes no uploads" in words(app)
    assert "What you upload" not in words(app)
    assert [button for button in app.button if button.key.startswith("sample:")]


def upload(app, data):
    app.file_uploader(key="uploads").upload("film.dcm", data)
    return app.run()


def test_a_film_with_a_name_is_refused_and_never_reaches_the_network(start, configure, words, fake):
    configure(**TAKES_UPLOADS)
    app = upload(start(), make_dicom(FILM, BitsStored=12))
    assert not app.exception
    assert "`dicom-names-patient`" in app.error[0].value
    assert "Nemo" not in words(app)
    assert fake.calls == 0


def test_a_film_without_a_name_is_answered(start, configure, fake):
    configure(**TAKES_UPLOADS)
    app = upload(start(), make_dicom(FILM, BitsStored=12, **dict.fromkeys(NAMES)))
    assert not app.exception
    assert len(app.error) == 0
    assert fake.calls == 1


def test_an_intranet_server_takes_a_film_with_a_name(start, fake):
    app = upload(start(), make_dicom(FILM, BitsStored=12))
    assert len(app.error) == 0
    assert fake.calls == 1
