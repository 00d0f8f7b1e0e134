"""What lies between the PIN page and the card."""

from dataclasses import replace

import pytest

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.pin import Pin
from kiosk.contract.envelopes import Statement
from kiosk.services.flows.signing import prepare, sign_and_submit
from tests.services.counter import Counter, holder, token
from tests.services.flows.hall import Hall


@pytest.mark.parametrize("on_reader", [False, True])
def test_where_the_reader_has_keys_no_pin_is_handed_on(counter: Counter, on_reader: bool) -> None:
    hall, given = Hall(counter), []

    def sign(_statement: Statement, _reading: CardReading, pin: Pin | None) -> str:
        given.append(pin)
        return token(holder())

    services = replace(hall.services, sign=sign)
    present = hall.present()
    card = replace(present, reading=replace(present.reading, pin_pad=on_reader))
    signing = prepare(services, counter.desk.new_membership_id(), counter.opening(), holder())
    typed = bytearray(b"" if on_reader else b"123456")
    assert sign_and_submit(services, signing, card, typed).command_id == signing.statement.command_id
    assert typed == bytes(len(typed))
    (handed_on,) = given
    assert (handed_on is None) is on_reader
