import pytest

from kiosk.cardreader.apdu import MAXIMUM_APDUS, MAXIMUM_BYTES, MAXIMUM_SECONDS, CardChannel
from kiosk.cardreader.failures import CardError, CardFailure


class Script:
    """A connection that plays answers and keeps the commands."""

    reader = "scripted"
    atr = b"\x3b"

    def __init__(self, answers: list[tuple[bytes, int]] | tuple[bytes, int]) -> None:
        self.answers = answers
        self.apdus: list[str] = []

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        self.apdus.append(apdu.hex())
        return self.answers.pop(0) if isinstance(self.answers, list) else self.answers


def test_fetches_a_response_in_pieces() -> None:
    script = Script([(b"", 0x6103), (b"abc", 0x6101), (b"d", 0x9000)])
    answer = CardChannel(script).command(0x00A40400, b"\x01", expect=0)
    assert (answer.data, answer.status, answer.ok) == (b"abcd", 0x9000, True)
    assert script.apdus == ["00a40400010100", "00c0000003", "00c0000001"]


def test_repeats_once_with_the_right_length() -> None:
    script = Script([(b"", 0x6C05), (b"abcde", 0x9000)])
    assert CardChannel(script).command(0x00B00000, expect=0).data == b"abcde"
    assert script.apdus == ["00b0000000", "00b0000005"]


def test_a_command_with_a_pin_in_it_is_never_repeated() -> None:
    script = Script([(b"", 0x6C05), (b"", 0x9000)])
    assert CardChannel(script).send(bytes.fromhex("0020000106313233343536")).status == 0x6C05
    assert script.apdus == ["0020000106313233343536"]


@pytest.mark.parametrize("piece", [b"", bytes(256)])
def test_a_response_without_end_is_refused(piece: bytes) -> None:
    channel = CardChannel(Script((piece, 0x6100)))
    with pytest.raises(CardError) as caught:
        channel.command(0x00B00000, expect=0)
    assert caught.value.failure is CardFailure.CARD_DATA
    assert channel.apdus <= MAXIMUM_APDUS + 1


def test_a_card_without_end_is_refused() -> None:
    channel = CardChannel(Script((b"", 0x9000)))
    for _ in range(MAXIMUM_APDUS):
        channel.command(0x00B00000, expect=0)
    with pytest.raises(CardError) as caught:
        channel.command(0x00B00000, expect=0)
    assert caught.value.failure is CardFailure.CARD_DATA


def test_a_card_of_more_than_a_mebibyte_is_refused() -> None:
    channel = CardChannel(Script((bytes(MAXIMUM_BYTES), 0x9000)))
    channel.command(0x00B00000, expect=0)
    with pytest.raises(CardError) as caught:
        channel.command(0x00B00000, expect=0)
    assert caught.value.failure is CardFailure.CARD_DATA


def test_a_card_may_take_its_time_but_not_for_ever() -> None:
    now = 0.0
    channel = CardChannel(Script((b"", 0x9000)), clock=lambda: now)
    now = MAXIMUM_SECONDS
    channel.command(0x00B00000, expect=0)
    now += 0.1
    with pytest.raises(CardError) as caught:
        channel.command(0x00B00000, expect=0)
    assert (caught.value.failure, caught.value.reader) == (CardFailure.CARD_SLOW, "scripted")
    assert channel.apdus == 2
    channel.allow_time()
    assert channel.command(0x00B00000, expect=0).ok


def test_remembers_the_last_status() -> None:
    channel = CardChannel(Script([(b"", 0x6A82), (b"", 0x6E00)]))
    channel.command(0x00A40400, b"\x01", expect=0)
    assert channel.status == 0x6A82
    channel.command(0x80A40000, b"\x01")
    assert channel.status == 0x6E00
