"""Load for central: kiosks whose requests are signed beforehand, and connections that only send bytes."""

import json
import random
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import quantiles

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from central.store import devices
from central.store.database import Database
from kiosk.cardreader.virtual.training_authorities import MOICA, Issuer, names
from kiosk.cardreader.virtual.training_holders import Holder
from kiosk.contract.certificates import parse_holder
from kiosk.contract.codec import command_body
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope, Statement
from kiosk.contract.holder_signature import sign_detached
from kiosk.contract.request_signature import sign_request
from kiosk.domain.commands import Command, OpenMembership, PlaceOrder
from kiosk.domain.identifiers import is_ubn
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.plans import PlanTerms
from kiosk.domain.programme import Programme
from tests.central.kiosk import application, assessment, new_id

HOST = "central.example"
OFFICES = 50
# What a citizen's certificate says: a citizen, this is the first one, the last digits of the id (DER).
_CITIZEN = ((1, bytes.fromhex("06086086760164030101")), (2, b"\x13\x07primary"), (51, b"\x13\x041234"))


class Cards:
    """As many card holders as one likes. One key signs for all: making keys is not what is measured."""

    def __init__(self, folder: Path) -> None:
        self._issuer = Issuer.new(MOICA)
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._numbers = count(1)
        self._ubns = (text for text in map(str, count(20_000_000)) if is_ubn(text))
        self.trust = folder / "trust"
        self.trust.mkdir()
        (self.trust / "training-moica.der").write_bytes(self._issuer.der)

    def new(self) -> tuple[bytes, HolderId]:
        """Another holder's certificate."""
        number = next(self._numbers)
        subject = names(COUNTRY_NAME="TW", COMMON_NAME="訓練用持卡人", SERIAL_NUMBER=f"{number:016}")
        holder = Holder("", MOICA, subject, _CITIZEN)
        certificate = self._issuer.certify(
            holder.subject,
            self._key.public_key(),
            (holder.valid_from, holder.valid_until),
            holder.extensions("sign"),
        )
        der = certificate.public_bytes(Encoding.DER)
        return der, parse_holder(der).holder_id

    def next_ubn(self) -> str:
        """A 統一編號 that nobody has yet."""
        return next(self._ubns)

    def sign(self, certificate: bytes, payload: bytes) -> str:
        """That holder's signature."""
        return sign_detached(
            payload, [certificate], lambda data, _digest: self._key.sign(data, PKCS1v15(), SHA256())
        )


class SimulatedKiosk:
    """A kiosk at an office, where one cooperative after another joins and places an order."""

    def __init__(self, database: Database, number: int, cards: Cards, programme: Programme) -> None:
        self._cards, self._programme, self._number = cards, programme, number
        self.device_id, self._key = new_id(), Ed25519PrivateKey.generate()
        self.public_key = self._key.public_key()
        self._seq, self._previous = 0, FIRST_IN_CHAIN
        self._commands = self._endless()
        office, now = f"office {number % OFFICES}", datetime.now(UTC)
        with database.writing() as connection:
            code = devices.EnrolmentCode(office, "T1", now, None)
            devices.add_enrolment_code(connection, self.device_id, code)
            devices.enrol(
                connection,
                self.device_id,
                device_id=self.device_id,
                office=office,
                terminal="T1",
                public_key=self.public_key.public_bytes_raw(),
                database_id=new_id(),
                at=now,
            )

    def commands(self, batch: int) -> bytes:
        """The next request with so many commands, as it goes over the wire."""
        envelopes = [next(self._commands).model_dump(mode="json") for _ in range(batch)]
        return self._request("POST", "/v1/commands", json.dumps({"commands": envelopes}).encode())

    def pull(self, cursor: str) -> bytes:
        """A request for events."""
        return self._request("GET", f"/v1/events?after={cursor}", b"")

    def _request(self, method: str, path: str, body: bytes) -> bytes:
        signed = sign_request(
            method=method, url=f"http://{HOST}{path}", body=body, device_id=self.device_id, key=self._key,
            at=datetime.now(UTC),
        )  # fmt: skip
        headers = {"Host": HOST, "Content-Length": str(len(body)), "Content-Type": "application/json"}
        fields = (f"{name}: {value}" for name, value in (headers | signed).items())
        lines = [f"{method} {path} HTTP/1.1", *fields]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    def _endless(self) -> Iterator[CommandEnvelope]:
        terms = next(iter(self._programme.plans.values())).terms
        for _ in count():
            certificate, holder = self._cards.new()
            member = new_id()
            for command in story(self._cards.next_ubn(), holder, terms, self._programme):
                yield self._envelope(command, member, certificate)

    def _envelope(self, command: Command, member: str, certificate: bytes) -> CommandEnvelope:
        statement = Statement(
            command_id=new_id(),
            membership_id=member,
            issued_at=datetime.now(UTC),
            kind=command.kind,
            body=command_body(command),
        )
        signed = hasattr(command, "signer")
        envelope = CommandEnvelope(
            statement=statement,
            device_id=self.device_id,
            device_seq=self._seq + 1,
            previous=self._previous,
            signature=self._cards.sign(certificate, statement.canonical_bytes()) if signed else None,
        )
        self._seq, self._previous = envelope.device_seq, envelope.chain_hash()
        return envelope


def story(ubn: str, holder: HolderId, terms: PlanTerms, programme: Programme) -> Iterator[Command]:
    """A cooperative joins and places an order: four commands, two of them signed by the holder's card."""
    now = datetime.now(UTC)
    yield OpenMembership(
        identity=IdentityKind.CITIZEN_CERTIFICATE,
        cooperative_name="訓練用合作社",
        ubn=ubn,
        notice_version="2026-1",
        notice_shown_at=now - timedelta(minutes=1),
        signer=holder,
    )
    yield application()
    yield assessment(programme.questionnaire)
    yield PlaceOrder(str(random.randint(10**19, 10**20 - 1)), terms, 0, terms.price, holder)


@dataclass
class Load:
    """What came of sending: how long each request took (seconds), and over what time all of them went."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def rate(self, batch: int = 1) -> float:
        """Commands in a second."""
        return len(self.times) * batch / self.seconds

    def percentile(self, percent: int) -> float:
        """How many milliseconds `percent` of the requests took at most."""
        return quantiles(self.times, n=100)[percent - 1] * 1000


class Connection:
    """One connection that is kept: sends bytes, and reads the answer to its end."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = self._socket.makefile("rb")

    def ask(self, request: bytes) -> bytes:
        """The answer's body. AssertionError where it is not 200, or a command was not accepted."""
        self._socket.sendall(request)
        status, length = self._stream.readline(), 0
        while (line := self._stream.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self._stream.read(length)
        assert b" 200 " in status, (status, body)
        assert not any(other in body for other in (b'"refused"', b'"rejected"', b'"later"')), body
        return body

    def close(self) -> None:
        """Hang up."""
        self._stream.close()
        self._socket.close()


def send_all(port: int, lanes: Sequence[Sequence[bytes]], every: float | None = None) -> Load:
    """Send each lane over a connection of its own: one after the other, or one each `every` seconds.

    With `every` a request's time runs from when it should have been sent, also where the one before was late.
    """
    load, lock, start = Load(), threading.Lock(), threading.Barrier(len(lanes) + 1)
    troubles: list[BaseException] = []

    def run(lane: Sequence[bytes], offset: float) -> None:
        connection, times = Connection(port), []
        start.wait()
        begun = time.perf_counter() + offset
        try:
            for number, request in enumerate(lane):
                due = time.perf_counter() if every is None else begun + number * every
                if (early := due - time.perf_counter()) > 0:
                    time.sleep(early)
                connection.ask(request)
                times.append(time.perf_counter() - due)
        except BaseException as error:  # noqa: BLE001 - it is raised below
            troubles.append(error)
        finally:
            connection.close()
        with lock:
            load.times += times

    threads = [
        threading.Thread(target=run, args=(lane, 0 if every is None else every * number / len(lanes)))
        for number, lane in enumerate(lanes)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - begun
    if troubles:
        raise troubles[0]
    return load


def lanes_of(kiosks: Sequence[SimulatedKiosk], lanes: int, requests: int, batch: int) -> list[list[bytes]]:
    """So many requests in all, from the kiosks in their turn; a kiosk's go over one connection, in order."""
    made: list[list[bytes]] = [[] for _ in range(lanes)]
    for number in range(requests):
        at = number % len(kiosks)
        made[at % lanes].append(kiosks[at].commands(batch))
    return made
