"""A device whose chain parts: both branches are kept, and somebody lets it go on."""

from typing import Any

import pytest

from central.app import Central
from central.store.devices import QuarantineReason
from central.store.quarantine import NotInQuarantine, branches, quarantined_devices, release
from kiosk.contract.api import Rejection
from tests.central.conftest import START
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, application, new_id, opening
from tests.central.postgres import both_databases

database = both_databases

ACCEPTED = ("accepted", "")
DOUBTED = ("rejected", Rejection.CHAIN_BROKEN.value)


@pytest.fixture
def kiosk(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


@pytest.fixture
def member(kiosk: DirectKiosk, organisation: SoftCard) -> str:
    membership = new_id()
    assert kiosk.send(kiosk.command(opening(organisation, START), membership, organisation)) == [ACCEPTED]
    return membership


def test_a_restored_database_goes_on_after_review(central: Central, kiosk: DirectKiosk, member: str) -> None:
    """The kiosk's disk was put back to where command 2 was the last; it numbers 3 and 4 once more."""
    assert kiosk.send(kiosk.command(application("1@coop.example"), member)) == [ACCEPTED]
    saved = kiosk.seq, kiosk.previous
    lost = [kiosk.command(application(f"{number}@coop.example"), member) for number in range(2, 5)]
    assert kiosk.send(*lost) == [ACCEPTED] * 3
    kiosk.seq, kiosk.previous = saved
    anew = [kiosk.command(application(f"new{number}@coop.example"), member) for number in range(2)]
    first = kiosk.answers(*anew)
    assert kiosk.send(*anew) == [DOUBTED] * 2
    database = central.store.database
    with database.writing() as connection:
        (known,) = quarantined_devices(connection)
        assert (known.device_id, known.reason) == (kiosk.device_id, QuarantineReason.FORK)
        both = branches(connection, kiosk.device_id)
        assert [link.command_id for link in both.taken] == [one.statement.command_id for one in lost]
        assert [link.sent for link in both.doubted] == [one.canonical_bytes() for one in anew]
        release(connection, kiosk.device_id)
        with pytest.raises(NotInQuarantine):
            release(connection, kiosk.device_id)
        assert quarantined_devices(connection) == ()
    # What was doubted stays so, byte for byte; what follows it is taken, under numbers that were used before.
    assert kiosk.answers(*anew) == first
    assert kiosk.send(*(kiosk.command(application(f"x{n}@coop.example"), member) for n in range(3))) == [
        ACCEPTED
    ] * 3
    assert kiosk.send(*lost) == [ACCEPTED] * 3
    assert kiosk.device.quarantined_at is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"device_seq": 9}, QuarantineReason.GAP),
        ({"previous": "ab" * 32}, QuarantineReason.OTHER_CHAIN),
        ({"device_seq": 1}, QuarantineReason.FORK),
    ],
)
def test_why(
    central: Central, kiosk: DirectKiosk, member: str, change: dict[str, Any], reason: QuarantineReason
) -> None:
    broken = kiosk.envelope(kiosk.statement(application(), member), **change)
    assert kiosk.send(broken, kiosk.command(application(), member)) == [DOUBTED] * 2
    with central.store.database.reading() as connection:
        assert [known.reason for known in quarantined_devices(connection)] == [reason]


def test_one_that_sent_nothing_more_goes_on_where_central_is(
    central: Central, kiosk: DirectKiosk, member: str
) -> None:
    broken = kiosk.envelope(kiosk.statement(application(), member), device_seq=9)
    assert kiosk.send(broken) == [DOUBTED]
    with central.store.database.writing() as connection:
        release(connection, kiosk.device_id)
    assert (kiosk.device.last_seq, kiosk.device.branch) == (9, 1)
    kiosk.seq, kiosk.previous = 9, broken.chain_hash()
    assert kiosk.send(kiosk.command(application(), member)) == [ACCEPTED]
