import copy
import pickle

import pytest

from kiosk.cardreader.pin import Pin


def test_nothing_shows_the_characters() -> None:
    pin = Pin(bytearray(b"123456"))
    assert "123456" not in f"{pin!r} {pin} {[pin]}"
    for steal in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            steal(pin)


def test_writes_into_a_command() -> None:
    command = bytearray(8)
    Pin(bytearray(b"123456")).write_into(command, 2)
    assert command == b"\0\x00123456"


def test_refuses_a_command_too_short() -> None:
    with pytest.raises(ValueError, match="too short"):
        Pin(bytearray(b"123456")).write_into(bytearray(7), 2)


def test_wipes_the_very_buffer_it_was_given() -> None:
    typed = bytearray(b"123456")
    with Pin(typed) as pin:
        assert len(pin) == 6
    assert typed == bytes(6)
    assert len(pin) == 0


def test_what_was_wiped_is_no_pin() -> None:
    """A card would count it as a wrong one."""
    typed = bytearray(b"123456")
    Pin(typed).wipe()
    with pytest.raises(ValueError, match="wiped"):
        Pin(typed)
