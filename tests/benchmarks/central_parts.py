"""Where central's time for a command goes: parts of its work, each done by itself to the same requests."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central.processing import Processor, Sending
from central.ruling import Ruling
from central.store.postgres import open_postgres
from central.verification import Verification
from kiosk.contract.api import CommandsRequest
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.request_signature import verify_request
from kiosk.contract.trust import TrustStore
from kiosk.domain.commands import Command
from kiosk.domain.decide import outcome
from kiosk.domain.membership import Membership
from kiosk.domain.programme import Programme
from tests.benchmarks.central_load import HOST, Cards, SimulatedKiosk

TOGETHER = 4  # requests that are decided in one transaction, as from that many connections
COMMANDS = 800


@dataclass(frozen=True, slots=True)
class _Request:
    """A request as it comes over the wire."""

    device_id: str
    head: dict[str, str]
    body: bytes

    @classmethod
    def by(cls, kiosk: SimulatedKiosk, batch: int) -> Self:
        head, _, body = kiosk.commands(batch).partition(b"\r\n\r\n")
        fields = (line.partition(": ") for line in head.decode().split("\r\n")[1:])
        return cls(kiosk.device_id, {name.lower(): value for name, _, value in fields}, body)


def where_it_goes(url: str, cards: Cards, programme: Programme, batch: int) -> dict[str, float]:
    """Processor time in milliseconds for each command, by what it is spent on; `url` is an empty database."""
    rounds = max(1, COMMANDS // (batch * TOGETHER))
    with closing(open_postgres(url)) as database:
        kiosks = [SimulatedKiosk(database, number, cards, programme) for number in range(TOGETHER)]
        keys = {kiosk.device_id: kiosk.public_key for kiosk in kiosks}
        sent = [[_Request.by(kiosk, batch) for kiosk in kiosks] for _ in range(rounds)]
        requests = [one for together in sent for one in together]
        signatures = _seconds(lambda: _verify(requests, keys))
        parsed: dict[bytes, list[CommandEnvelope]] = {}
        reading = _seconds(lambda: parsed.update((one.body, _read(one.body)) for one in requests))
        envelopes = [envelope for one in requests for envelope in parsed[one.body]]
        commands: list[Command] = []
        verification = _verification(cards)
        checking = _seconds(
            lambda: commands.extend(verification.command_in(one, _now()) for one in envelopes)
        )
        rules = _seconds(lambda: _decide(envelopes, commands, programme))
        processor = Processor(database, _verification(cards), Ruling(programme), _now)
        gathered = [[Sending(one.device_id, parsed[one.body]) for one in together] for together in sent]
        deciding = _seconds(lambda: _receive(processor, gathered))
    parts = {
        "the device's signature": signatures,
        "reading": reading,
        "the card's signature and its chain": checking,
        "the rules": rules,
        "the database and the answers": deciding - checking - rules,
    }
    return {name: seconds * 1000 / len(envelopes) for name, seconds in parts.items()}


def _now() -> datetime:
    return datetime.now(UTC)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def _verification(cards: Cards) -> Verification:
    """One that has not seen any of the cards yet."""
    return Verification(TrustStore.from_folder(cards.trust, training=True))


def _verify(requests: Sequence[_Request], keys: Mapping[str, Ed25519PublicKey]) -> None:
    for one in requests:
        verify_request(
            method="POST", url=f"http://{HOST}/v1/commands", headers=dict(one.head), body=one.body,
            public_key=keys.get, now=_now(),
        )  # fmt: skip


def _read(body: bytes) -> list[CommandEnvelope]:
    return list(CommandsRequest.model_validate_json(body).commands)


def _decide(envelopes: Sequence[CommandEnvelope], commands: Sequence[Command], programme: Programme) -> None:
    states: dict[str, Membership] = {}
    for envelope, command in zip(envelopes, commands, strict=True):
        of = envelope.statement.membership_id
        _, states[of] = outcome(states.get(of, Membership()), command, _now(), programme)


def _receive(processor: Processor, gathered: Sequence[Sequence[Sending]]) -> None:
    for together in gathered:
        for received in processor.receive_together(together):
            assert not isinstance(received, Exception)
