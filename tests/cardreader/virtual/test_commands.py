"""What every virtual card does with commands, and what a card of T=0 does beside."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.cardreader.virtual.card import SigningCard
from kiosk.cardreader.virtual.commands import size_parameter, take_apart
from kiosk.cardreader.virtual.contents import APPLICATION, Holding
from tests.cardreader.profiles.direct import holdings, iso_card

SELECT_ODF = f"00A4080404{APPLICATION[4:]}5031"


@pytest.fixture
def card(training: Path) -> SigningCard:
    return iso_card(holdings(training), t0=True)


@pytest.mark.parametrize("apdu", ["00A4000C00000000", "00A4000C053F00", "00A4000C023F000000"])
def test_lengths_that_disagree(apdu: str) -> None:
    assert take_apart(bytes.fromhex(apdu)) is None


def test_answers_are_fetched(card: SigningCard) -> None:
    assert card.answer(bytes.fromhex(SELECT_ODF)) == b"\x61\x0d"
    assert card.answer(bytes.fromhex("00C0000005")) == bytes.fromhex("620B8002006108")
    assert card.answer(bytes.fromhex("00C0000008")) == bytes.fromhex("24820101830250319000")
    assert card.answer(bytes.fromhex("00C0000008")) == b"\x69\x85"


def test_another_command_makes_the_rest_forgotten(card: SigningCard) -> None:
    assert card.answer(bytes.fromhex(SELECT_ODF)) == b"\x61\x0d"
    assert card.answer(bytes.fromhex("00B0000001")) == b"\xa8\x90\x00"
    assert card.answer(bytes.fromhex("00C000000D")) == b"\x69\x85"


def test_a_wrong_length_is_told(card: SigningCard) -> None:
    card.answer(bytes.fromhex(SELECT_ODF))
    assert card.answer(bytes.fromhex("00B0000000")) == b"\x6c\x24"
    assert card.answer(bytes.fromhex("00B0000024"))[-2:] == b"\x90\x00"
    assert card.answer(bytes.fromhex("00B0002500")) == b"\x6b\x00"
    assert card.answer(bytes.fromhex("00B0810000")) == b"\x6a\x86"


def test_data_and_length_at_once_are_not_t0(card: SigningCard) -> None:
    assert card.answer(bytes.fromhex(SELECT_ODF + "00")) == b"\x67\x00"


@pytest.mark.parametrize(
    ("apdu", "status"),
    [
        ("00B10000025401", 0x6A80),  # cut off
        ("00B1000000", 0x6A80),  # not there
        ("00B1000003530100", 0x6A86),  # another data object
        ("00B1000103540100", 0x6A86),  # in another file
    ],
)
def test_an_offset_that_is_none(training: Path, apdu: str, status: int) -> None:
    card = iso_card(holdings(training))
    card.answer(bytes.fromhex(SELECT_ODF))
    assert card.answer(bytes.fromhex(apdu)) == status.to_bytes(2)


def test_sizes_beyond_two_bytes() -> None:
    assert size_parameter(bytes(0xFFFF)).hex() == "8002ffff"
    assert size_parameter(bytes(0x10000)).hex() == "8003010000"


def test_a_holders_key_is_rsa_or_elliptic(training: Path, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "sign.key").write_bytes(key)
    with pytest.raises(ValueError, match="RSA or EC"):
        Holding.load(tmp_path, "sign")
