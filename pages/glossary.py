"""The glossary: terms of radiology and of machine learning in three languages."""

from pages.shared.frame import begin_page
from pages.shared.i18n import _
from pages.views.glossary.choice import CHOICES
from pages.views.glossary.views import choose_view, draw_view

begin_page(_("Glossary"))
CHOICES.settle()
draw_view(choose_view())
CHOICES.write()
