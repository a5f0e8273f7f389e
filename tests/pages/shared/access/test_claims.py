"""Who a visitor is by an identity token; whatever is missing makes a stranger."""

from datetime import UTC, datetime

import pytest

from pages.shared.access.claims import visitor_of_claims
from pages.shared.access.visitor import Visitor
from pages.shared.settings.table import Settings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ISSUED = int(NOW.timestamp()) - 3600
CLAIMS = {"is_logged_in": True, "iss": "https://id", "sub": "7", "iat": ISSUED, "name": "Ada"}
SETTINGS = Settings(login="oidc", login_hours=2, lecturers=("lecturer", "staff"))


def visitor(settings=SETTINGS, **changes):
    claims = {key: value for key, value in (CLAIMS | changes).items() if value is not None}
    return visitor_of_claims(claims, settings, NOW)


def test_a_fresh_token_names_a_learner():
    assert visitor() == Visitor("https://id 7", "Ada", "learner")


@pytest.mark.parametrize("roles", ["staff", "student, staff", ["student", "staff"], ("lecturer",)])
def test_a_claim_makes_a_lecturer(roles):
    assert visitor(roles=roles).role == "lecturer"


@pytest.mark.parametrize(
    "roles", ["staff council", "STAFF", ["sta", "ff"], {"staff": True}, [["staff"]], 7, True]
)
def test_a_claim_of_another_kind_makes_a_learner(roles):
    assert visitor(roles=roles).role == "learner"


def test_the_claim_with_the_roles_is_a_setting():
    settings = Settings(login="oidc", role_claim="groups")
    assert visitor(settings, groups=["lecturer"]).role == "lecturer"
    assert visitor(settings, roles=["lecturer"]).role == "learner"


def test_the_name_may_be_an_account_or_an_address_or_nothing():
    assert visitor(name=None, email="a@b", preferred_username="ada").name == "ada"
    assert visitor(name=None, email="a@b").name == "a@b"
    assert visitor(name=None).name == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"is_logged_in": False},
        {"is_logged_in": None},
        {"is_logged_in": "true"},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"iat": None},
        {"iat": str(ISSUED)},
        {"iat": True},
        {"iat": float("nan")},
    ],
)
def test_a_token_that_lacks_who_or_when_names_nobody(changes):
    assert visitor(**changes) is None


@pytest.mark.parametrize(("age", "let_in"), [(-299, 1), (-301, 0), (0, 1), (7199, 1), (7200, 0)])
def test_a_login_ends_after_its_hours_and_does_not_come_from_the_future(age, let_in):
    assert (visitor(iat=NOW.timestamp() - age) is not None) == bool(let_in)


def test_nobody_logged_in():
    assert visitor_of_claims({}, SETTINGS, NOW) is None
