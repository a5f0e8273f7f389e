"""Roles, and what they may do."""

import pytest

from pages.shared.access.visitor import ANYBODY, Visitor, may_upload, role_of
from pages.shared.settings.table import Settings

LECTURER = Visitor("1", "Ada", "lecturer")
LEARNER = Visitor("2", "Bo", "learner")


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ([], "learner"),
        (["student"], "learner"),
        (["student", "staff"], "lecturer"),
        (["Staff"], "learner"),
        (["staff-council"], "learner"),
        ([""], "learner"),
    ],
)
def test_a_role_counts_only_as_it_is_written(roles, role):
    assert role_of(roles, ("staff", "teacher")) == role


@pytest.mark.parametrize(
    ("uploads", "who"),
    [
        ("everybody", {LECTURER, LEARNER, ANYBODY}),
        ("lecturers", {LECTURER}),
        ("nobody", set()),
        ("", set()),
    ],
)
def test_who_may_upload(uploads, who):
    settings = Settings(uploads=uploads)
    everyone = {LECTURER, LEARNER, ANYBODY}
    assert {visitor for visitor in everyone if may_upload(visitor, settings)} == who
