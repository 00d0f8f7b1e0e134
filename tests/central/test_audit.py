"""The log of changes shows what was altered, and nothing is changed without being in it."""

import pytest
import sqlalchemy as sa

from central.app import Central
from central.audit import Act, ReasonMissing, Role, Who, count_entries, entries, first_broken, record
from central.issuing import MembershipUnknown
from central.store.memberships import list_memberships
from kiosk.domain.commands import Condition, ConfirmEmail
from kiosk.domain.refusals import Refused
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard, application, new_id, opening
from tests.central.registered import rule

SOMEBODY = Who("承辦人員甲", Role.AGENCY)


def _three(central: Central, clock: HandClock) -> None:
    for number in range(3):
        with central.store.database.writing() as connection:
            record(connection, SOMEBODY, Act("act", f"subject {number}", "原因", {"own": number}), clock())
        clock.move(seconds=1)


def _broken(central: Central) -> int | None:
    with central.store.database.reading() as connection:
        return first_broken(connection)


def test_a_whole_log(central: Central, clock: HandClock) -> None:
    assert _broken(central) is None
    _three(central, clock)
    assert _broken(central) is None
    with central.store.database.reading() as connection:
        assert [one.subject for one in entries(connection)] == ["subject 2", "subject 1", "subject 0"]
        assert [one.seq for one in entries(connection, skip=1, most=1)] == [2]
        assert count_entries(connection, "subject 1") == 1
        assert count_entries(connection, "subject%") == 0, "a % is a sign, not a wildcard"


@pytest.mark.parametrize(
    "alteration",
    [
        "UPDATE audit SET reason = '別的原因' WHERE seq = 2",
        "UPDATE audit SET details = '{\"own\": 99}' WHERE seq = 2",
        "UPDATE audit SET who = 'somebody else' WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 2",
    ],
)
def test_an_altered_log(central: Central, clock: HandClock, alteration: str) -> None:
    _three(central, clock)
    with central.store.database.writing() as connection:
        connection.execute(sa.text(alteration))
    assert _broken(central) == 2


def test_no_decision_without_a_reason_and_none_without_an_entry(
    central: Central, organisation: SoftCard
) -> None:
    membership, contact = new_id(), application()
    for command in (opening(organisation, central.clock()), contact, ConfirmEmail(contact.email)):
        rule(central, membership, command)
    agency = central.agency.by(SOMEBODY)
    for reason in ("", "  \n"):
        with pytest.raises(ReasonMissing):
            agency.approve(membership, reason)
    with pytest.raises(ValueError, match="condition"):
        agency.refuse(membership, (), "原因")
    with pytest.raises(MembershipUnknown):
        agency.approve(new_id(), "原因")
    with central.store.database.reading() as connection:
        assert entries(connection) == ()
        assert [one.eligibility for one in list_memberships(connection)] == ["pending"]
    agency.refuse(membership, (Condition.NO_BREACH, Condition.COOPERATIVE), " 違約 ")
    with pytest.raises(Refused):
        agency.approve(membership, "再一次")
    with central.store.database.reading() as connection:
        (only,) = entries(connection)
    assert (only.who, only.role, only.reason) == ("承辦人員甲", "agency", "違約")
    assert only.details == {"unmet": "no_breach cooperative"}
