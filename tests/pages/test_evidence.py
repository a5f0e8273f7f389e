"""The page that shows the model card."""

from pages.shared import model_card


def test_it_shows_the_generated_card(fake, start, tmp_path, monkeypatch, words):
    card = tmp_path / "MODEL_CARD.md"
    card.write_text(
        "# Card\n\n<!-- Written by a command.\nKeep out. -->\n\nSensitivity 0.9\n\n## Limits\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(model_card, "CARD", card)
    app = start().switch_page("pages/evidence.py").run()
    assert not app.exception
    assert app.header[0].value == "Evidence"
    assert "## Card\n\nSensitivity 0.9\n\n### Limits" in words(app)
    assert "Keep out" not in words(app)


def test_it_says_so_where_there_is_no_card_yet(fake, start, tmp_path, monkeypatch):
    monkeypatch.setattr(model_card, "CARD", tmp_path / "nothing.md")
    app = start().switch_page("pages/evidence.py").run()
    assert not app.exception
    assert "python -m model evaluate" in app.info[0].value
