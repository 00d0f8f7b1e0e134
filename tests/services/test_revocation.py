from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Request, Response

from kiosk.contract.certificates import load_certificate
from kiosk.contract.revocation import RevocationState
from kiosk.contract.trust import TrustStore
from kiosk.services import revocation
from kiosk.services.card_trust import CardTrust, card_trust, read_trust
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed
from kiosk.services.revocation import RevocationLoop, RevocationUpdates
from tests.contract.certification import Authority, name, serial_of
from tests.contract.revocation_lists import entry, revocation_list
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.counter import START, TestClock
from tests.services.small_central import SmallCentral, problem, untouched

DEVICE = "00000000-0000-7000-8000-000000000001"
SOON, PATIENCE = timedelta(seconds=5), 10
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEVER = timedelta(hours=1)
HOLDER = name(CN="訓練用持卡人", SERIALNUMBER="0000000000000001")


@pytest.fixture(scope="module")
def moica() -> Authority:
    return Authority("測試內政部憑證管理中心")


@pytest.fixture(scope="module")
def holder(moica: Authority) -> bytes:
    return moica.certify(HOLDER)


@pytest.fixture
def trust(moica: Authority) -> TrustStore:
    return TrustStore([moica.der, Authority("測試工商憑證管理中心").der], training=True)


@pytest.fixture
def client(central: SmallCentral, clock: TestClock) -> Iterator[CentralClient]:
    key = Ed25519PrivateKey.generate()
    central.devices[DEVICE] = key.public_key()
    with CentralClient(central.url, DEVICE, key, clock, SOON) as made:
        yield made


@dataclass(frozen=True)
class Desk:
    """A counter that pins `authority` (its key's name) and another, and central, which has no lists yet."""

    updates: RevocationUpdates
    trust: TrustStore
    central: SmallCentral
    client: CentralClient
    folder: Path

    @property
    def authority(self) -> str:
        return self.trust.revocation.names()[0]

    @property
    def file(self) -> Path:
        return self.folder / f"{self.authority}.crl"


@pytest.fixture
def desk(trust: TrustStore, central: SmallCentral, client: CentralClient, tmp_path: Path) -> Desk:
    folder = tmp_path / "revocation"
    return Desk(RevocationUpdates(trust.revocation, folder, client), trust, central, client, folder)


def a_list(moica: Authority, *serials: int, made: timedelta = timedelta(0)) -> bytes:
    at = START + made
    return revocation_list(moica, [entry(serial, at) for serial in serials], at, at + DAY)


def test_a_list_comes_from_central_once_and_is_kept(desk: Desk, moica: Authority, holder: bytes) -> None:
    desk.updates.load()
    desk.updates.renew()  # central has none
    assert not desk.trust.is_good(holder, START)
    desk.central.lists[desk.authority] = first = a_list(moica)
    desk.updates.renew()
    assert desk.trust.is_good(holder, START)
    assert desk.file.read_bytes() == first
    desk.central.seen.clear()
    desk.updates.renew()
    assert len(desk.central.seen) == 2  # asked of each authority, and told that nothing has changed
    desk.central.lists[desk.authority] = a_list(moica, serial_of(holder), made=HOUR)
    desk.updates.renew()
    assert card_trust(holder, desk.trust, START + HOUR) == CardTrust("untrusted", "K-CERT-09")
    later = TrustStore([moica.der], training=True)
    RevocationUpdates(later.revocation, desk.folder, desk.client).load()
    assert card_trust(holder, later, START + HOUR) == CardTrust("untrusted", "K-CERT-09")


def test_a_list_from_a_stick_counts_as_one_from_the_network_and_an_older_one_changes_nothing(
    desk: Desk, moica: Authority, holder: bytes
) -> None:
    older, newer = a_list(moica), a_list(moica, serial_of(holder), made=HOUR)
    desk.updates.take(newer)
    assert desk.file.read_bytes() == newer
    desk.updates.take(older)
    assert desk.file.read_bytes() == newer
    assert card_trust(holder, desk.trust, START + HOUR) == CardTrust("untrusted", "K-CERT-09")


def test_the_age_of_each_list(desk: Desk, moica: Authority) -> None:
    desk.central.lists[desk.authority] = a_list(moica)
    desk.updates.renew()
    assert [(one.age, one.current) for one in desk.updates.standing(START + 5 * HOUR)] == [
        (5 * HOUR, True), (None, False),
    ]  # fmt: skip


def _forged(moica: Authority) -> bytes:
    der = a_list(moica, made=HOUR)
    return der[:-1] + bytes([der[-1] ^ 1])


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(lambda _: b"<html>", id="a page"),
        pytest.param(_forged, id="forged"),
        pytest.param(lambda moica: a_list(moica, made=-HOUR), id="older"),
        pytest.param(lambda _: a_list(Authority("測試內政部憑證管理中心")), id="a stranger's"),
    ],
)
def test_what_is_wrong_leaves_the_list_before(
    desk: Desk,
    moica: Authority,
    holder: bytes,
    bad: Callable[[Authority], bytes],
    expected_logs: ExpectedLogs,
) -> None:
    desk.central.lists[desk.authority] = before = a_list(moica)
    desk.updates.renew()
    expected_logs.allow("kiosk.services.revocation", "central's revocation list is not taken")
    desk.central.lists[desk.authority] = bad(moica)
    desk.updates.renew()
    assert desk.trust.is_good(holder, START)
    assert desk.file.read_bytes() == before


def test_a_disk_that_keeps_nothing(
    desk: Desk, moica: Authority, holder: bytes, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("kiosk.services.revocation", "could not be kept")
    desk.folder.write_bytes(b"")
    desk.central.lists[desk.authority] = a_list(moica)
    desk.updates.renew()
    assert desk.trust.is_good(holder, START)


def test_a_kept_list_that_was_damaged_is_fetched_again(desk: Desk, moica: Authority, holder: bytes) -> None:
    desk.folder.mkdir()
    desk.file.write_bytes(b"torn")
    desk.updates.load()
    assert not desk.trust.is_good(holder, START)
    desk.central.lists[desk.authority] = a_list(moica)
    desk.updates.renew()
    assert desk.trust.is_good(holder, START)


def test_without_central_it_says_so(desk: Desk) -> None:
    desk.central.faults.append(problem(503, "K-API-11"))
    with pytest.raises(Failed):
        desk.updates.renew()


def test_the_loop_renews_by_itself(
    desk: Desk, moica: Authority, holder: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after central was away."""
    monkeypatch.setattr(revocation, "ASK_AGAIN", timedelta(milliseconds=10))
    desk.central.lists[desk.authority] = a_list(moica)
    done = Event()

    def last(_request: Request, true: Response) -> Response:
        done.set()
        return true

    away = problem(503, "K-API-11")
    desk.central.faults.extend([away, away, untouched, last])
    loop = RevocationLoop(desk.updates, every=NEVER)
    loop.start()
    assert done.wait(PATIENCE)
    assert loop.stop(SOON)
    assert desk.trust.is_good(holder, START)


def test_an_end_in_the_middle_of_a_download(desk: Desk, moica: Authority) -> None:
    asked, let_go = Event(), Event()

    def slow(_request: Request, true: Response) -> Response:
        asked.set()
        let_go.wait(PATIENCE)
        return true

    desk.central.lists[desk.authority] = a_list(moica)
    desk.central.faults.append(slow)
    loop = RevocationLoop(desk.updates)
    loop.start()
    assert asked.wait(PATIENCE)
    assert not loop.stop(timedelta(milliseconds=20))
    assert not desk.folder.exists()
    let_go.set()
    assert loop.stop(SOON)


def test_what_a_card_is_said_to_be(tmp_path: Path, moica: Authority, holder: bytes) -> None:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "moica.der").write_bytes(moica.der)
    without = read_trust(tmp_path / "trust", training=True)
    assert card_trust(holder, without, START) == CardTrust("provisional")
    (tmp_path / "revocation").mkdir()
    (tmp_path / "revocation" / "bad.crl").write_bytes(b"no list")
    (tmp_path / "revocation" / "moica.crl").write_bytes(a_list(moica, serial_of(holder)))
    trust = read_trust(tmp_path / "trust", training=True)
    assert card_trust(moica.certify(HOLDER), trust, START) == CardTrust("trusted")
    assert card_trust(moica.certify(HOLDER), trust, START + 2 * DAY) == CardTrust("provisional")
    assert card_trust(holder, trust, START) == CardTrust("untrusted", "K-CERT-09")
    assert card_trust(b"no certificate", trust, START) == CardTrust("untrusted", "K-CERT-10")
    assert trust.revocation.status(load_certificate(holder), START).state is RevocationState.REVOKED
