"""The glossary: terms of radiology and of machine learning in three languages."""

from pages.shared.glossary.choice import keep, settle
from pages.shared.glossary.views import choose_view, draw_view
from pages.shared.i18n import _
from pages.shared.page import begin_page

begin_page(_("Glossary"))
settle()
draw_view(choose_view())
keep()
