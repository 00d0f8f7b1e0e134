import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.process import start_virtual_card


def test_takes_orders_and_refuses_nonsense(training: Path) -> None:
    process = start_virtual_card(training, "last-try", reader_port=_free_port())
    try:
        state = process.control.state()
        assert (state.scenario, state.inserted, state.connected, state.tries_left) == (
            "last-try",
            True,
            False,
            1,
        )
        with pytest.raises(ValueError, match="good-organisation"):
            process.control.insert("no-such-card")
        with pytest.raises(ValueError, match="read, verify, sign"):
            process.control.insert("nhi", remove_at="never")  # type: ignore[arg-type]
        assert not process.control.remove().inserted
        assert process.control.insert("nhi").tries_left is None
    finally:
        process.stop()
    with pytest.raises(OSError, match="refused"):
        process.control.state()
    process.stop()


def test_nothing_was_pulled_out_yet(training: Path) -> None:
    process = start_virtual_card(training, reader_port=_free_port())
    try:
        with pytest.raises(ValueError, match="not understood"):
            process.control.insert()
    finally:
        process.stop()


@pytest.mark.parametrize(
    ("apdu", "status"),
    [
        ("00", 0x6700),
        ("80A4000C023F00", 0x6E00),
        ("00E0000000", 0x6D00),
        ("00A4000C053F00", 0x6700),
        ("00A4000C024444", 0x6A82),
        ("00B0000010", 0x6986),
        ("002000FF", 0x6A88),
        ("002200000100", 0x6A86),
        ("002241B6038401FF", 0x6A80),
        ("002A00000100", 0x6A86),
        ("002A9E9A01AA", 0x6982),
    ],
)
def test_the_card_refuses(make_card: Callable[[str], Card], apdu: str, status: int) -> None:
    assert make_card("good-organisation").answer(bytes.fromhex(apdu)) == status.to_bytes(2)


def test_the_card_signs_after_its_pin_and_its_environment_alone(make_card: Callable[[str], Card]) -> None:
    card = make_card("good-organisation")
    digest_info = bytes.fromhex("3031300d060960864801650304020105000420") + bytes(32)
    sign = bytes.fromhex("002A9E9A33") + digest_info + b"\0"
    assert card.answer(bytes.fromhex("0020000106") + b"123456") == b"\x90\x00"
    assert card.answer(bytes.fromhex("00200001")) == b"\x90\x00"
    assert card.answer(sign) == b"\x69\x85"
    assert card.answer(bytes.fromhex("002241B606800111840111")) == b"\x90\x00"
    assert len(card.answer(sign)) == 258
    assert card.answer(bytes.fromhex("002A9E9A0400000000")) == b"\x6a\x80"
    card.reset()
    assert card.answer(sign) == b"\x69\x82"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
