"""A kiosk's process that signs, for a test to look through its memory: `python -m … KIND CARDS DATA WHERE`.

For each PIN of eight characters on standard input it signs a statement and records it; the outcome is a line
of JSON. It keeps what it has, exceptions too, until its input ends.
"""

import json
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from kiosk.cardreader.card import CardCertificate, CardReading, PinPolicy
from kiosk.cardreader.failures import CardError
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.signers.pkcs11 import Pkcs11Signer
from kiosk.cardreader.signers.port import Signer
from kiosk.cardreader.signers.web_component import WebComponentSigner
from kiosk.contract.trust import TrustStore
from kiosk.services.cards import identify, sign_statement
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.services import Services
from kiosk.services.flows.signing import prepare, sign_and_submit
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage.database import KEY_BYTES, open_database
from tests.services.counter import START, Counter, TestClock, programme


class _Desk:
    """What a flow needs to sign and to record."""

    def __init__(self, counter: Counter, signer: Signer) -> None:
        self.desk = counter.desk
        self._signer = signer

    def sign(self, statement: Any, reading: CardReading, pin: Any) -> str:
        return sign_statement(statement, reading, pin, self._signer)


def main() -> None:
    kind, cards, data, where = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    logging.basicConfig(filename=data / "log", level=logging.DEBUG)
    signer: Signer = CardSigner()
    if kind == "pkcs11":
        signer = Pkcs11Signer([Path(where)])
    if kind == "web":
        signer = WebComponentSigner(where)
    reading = read_card() if kind == "card" else _hicos_reading(cards / "cards" / "organisation")
    holder = identify(reading, TrustStore.from_folder(cards / "trust", training=True), START)
    database = open_database(data / "kiosk.db", bytes(range(KEY_BYTES)))
    device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
    counter = Counter(database, programme(), TestClock(), device)
    services = cast(Services, _Desk(counter, signer))
    card = PresentCard(reading, holder)
    # What must be found, so that finding nothing means something: the search knows these two forms.
    canary, canary_numbers = bytearray(b"canary-1"), list(b"canary-2")
    kept: list[object] = [canary, canary_numbers]
    print(json.dumps({"zero": id(0), "one": id(1)}), flush=True)
    typed = bytearray(8)
    while os.readv(0, [typed]) == len(typed):
        opening = replace(counter.opening(), signer=holder.holder_id)
        signing = prepare(services, counter.desk.new_membership_id(), opening, holder.holder_id)
        try:
            kept.append(sign_and_submit(services, signing, card, typed))
            outcome = "signed"
        except CardError as error:
            kept.append(error)
            outcome = f"{error} {error!r} {error.__dict__} {error.__traceback__}"
        print(json.dumps({"outcome": outcome}), flush=True)
        typed = bytearray(8)
    database.close()


def _hicos_reading(card: Path) -> CardReading:
    certificate = CardCertificate((card / "sign.der").read_bytes(), "sign", for_signing=True)
    policy = PinPolicy(6, 8, None)
    return CardReading("reader", b"\x3b", "HiCOS 2", "TR00000000000099", (certificate,), policy)


if __name__ == "__main__":
    main()
