"""Feature maps on the page: the heaviest channels first, then all of them."""

from tests.pages.explorer_page import SAMPLE


def test_feature_maps_show_what_weighs_most_and_page_through_the_rest(fake, explore, words):
    app = explore(sample=SAMPLE, view="features")
    assert not app.exception
    images = [image.proto.imgs[0] for image in app.get("image")]
    captions = [image.caption for image in images]
    # The fake has one channel for each class, and its head the weight 1.
    assert captions.count("2: **+3.21**") == 1
    assert {"0", "1", "2", "3"} <= set(captions)
    assert all(image.alt for image in images)
    assert "one of the 2048 channels of conv5" in words(app)


def test_feature_maps_say_what_speaks_against_the_class(fake, explore):
    app = explore(sample=SAMPLE, view="features", against="viral")
    captions = [image.proto.imgs[0].caption for image in app.get("image")]
    assert [caption[:5] for caption in captions if "**" in caption][:2] == ["2: **", "3: **"]
    assert any(caption.startswith("3: **\u2212") for caption in captions)
