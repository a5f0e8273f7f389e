"""What the tests of the explorer read off its page."""

import json

from model.explain.faithfulness import Faithfulness
from model.explain.verdict import MapMeasures
from pages.views.gradcam.choice import CHOICES
from tests.pages.test_classify import CHARTS

PAGE = "pages/gradcam.py"
SAMPLE = "bacterial-1.png"

# Numbers of a map that passes every check.
FAITHFUL = Faithfulness(-0.5, 2.0, 0.8, 0.9, 2.4, 0.6, 0.95)
GOOD = MapMeasures(1.6, 0.7, 0.44, FAITHFUL, 0.5, "occlusion", 0.9, 225)


def choice(app, name):
    return app.get_by_key(f"explorer_{name}")


def address(app):
    return {name: app.query_params[name] for name in app.query_params if name in CHOICES.parameters}


def pictures(app):
    """How many pictures there are in the figure: films and maps."""
    return len(json.loads(app.get(CHARTS)[0].proto.spec)["layout"]["images"])


def panes(app):
    """Headings over the film and over each map."""
    layout = json.loads(app.get(CHARTS)[0].proto.spec)["layout"]
    return [note["text"] for note in layout["annotations"] if note["font"].get("weight")]
