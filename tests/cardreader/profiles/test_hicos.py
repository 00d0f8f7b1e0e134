from collections.abc import Mapping
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.profiles import hicos_v1, hicos_v2
from kiosk.cardreader.profiles.hicos import HicosCard
from kiosk.cardreader.profiles.probe import open_card
from kiosk.cardreader.virtual.contents import Holding, certificate_record, path, pin_record, token_info
from kiosk.cardreader.virtual.hicos_card import HicosCard1, HicosCard2, PinBlocked, PinRefused
from tests.cardreader.conftest import Answer, DirectConnection
from tests.cardreader.profiles.contract import ProfileContract
from tests.cardreader.profiles.direct import (
    NUMBER,
    PIN,
    failure_of,
    hicos_card,
    holdings,
    verifies,
)

Generation = type[HicosCard1] | type[HicosCard2]

CARD_NUMBER, VERSION = bytes.fromhex("09000903"), bytes.fromhex("09000905")
TOKEN_INFO, KEYS = bytes.fromhex("50305032"), bytes.fromhex("50304100")
DIRECTORY, PINS = bytes.fromhex("50304104"), bytes.fromhex("50304108")
STORE = bytes.fromhex("503008F2")
SLOTS = (0x0000, 0x0700, 0x0E00, 0x1500)


class HicosContract(ProfileContract):
    kind: Generation
    tries_left = None

    def make(self, training: Path, held: tuple[Holding, ...]) -> HicosCard1 | HicosCard2:
        return hicos_card(self.kind, training, held)

    def certificate_file(self, held: Holding) -> bytes:
        return STORE


class TestGeneration1(HicosContract):
    kind = HicosCard1
    profile = "HiCOS 1"
    probes = 1

    def probe(self, channel: CardChannel) -> HicosCard | None:
        return hicos_v1.open_card(channel)

    def least_apdus(self, sizes: list[int]) -> int:
        """MF, 5030, 4104 and its one piece, 08F2 and the certificates' pieces, 4108 and its piece; from the
        top again, 0900, 0903 and the number.
        """
        return 4 + 1 + sum(-(-size // 0xC8) for size in sizes) + 2 + 4

    def test_never_sends_another_class_than_80_once_it_is_known(self, training: Path) -> None:
        _card, connection = self.connect(training)
        open_card(connection)
        assert {apdu[0] for apdu in connection.apdus[1:]} == {0x80}
        assert max(apdu[-1] for apdu in connection.apdus if apdu[1] == 0xB0) <= 0xC8


class TestGeneration2(HicosContract):
    kind = HicosCard2
    profile = "HiCOS 2"
    probes = 0

    def probe(self, channel: CardChannel) -> HicosCard | None:
        return hicos_v2.open_card(channel)

    def least_apdus(self, sizes: list[int]) -> int:
        return 4 + 1 + sum(-(-size // 0x100) for size in sizes) + 2 + 4

    def test_begins_with_the_applet(self, training: Path) -> None:
        _card, connection = self.connect(training)
        open_card(connection)
        assert connection.apdus[0].hex().upper() == "00A4040C10A000000283000006220169640001010100"

    def test_the_number_may_stand_in_token_info_alone(self, training: Path) -> None:
        card, connection = self.connect(training)
        del card.files[CARD_NUMBER], card.files[VERSION]
        assert self.read(connection).card_number == NUMBER

    def test_takes_a_card_that_tells_no_file_sizes(self, training: Path) -> None:
        _card, connection = self.connect(training)
        plain = self.read(connection)
        connection.alter = lambda apdu, answer: (b"", answer[1]) if apdu[1] == 0xA4 else answer
        assert self.read(connection) == plain


@pytest.fixture(params=[HicosCard1, HicosCard2])
def kind(request: pytest.FixtureRequest) -> Generation:
    generation: Generation = request.param
    return generation


def root(kind: Generation) -> str:
    return "3F00" if kind is HicosCard1 else "7FFF"


def read(kind: Generation, training: Path, files: Mapping[bytes, bytes | None]) -> CardReading:
    """A citizen's card with some files other than usual, or without them."""
    card = hicos_card(kind, training, holdings(training))
    for file, content in files.items():
        if content is None:
            del card.files[file]
        else:
            card.files[file] = content
    return open_card(DirectConnection(card)).reading


def directory(kind: Generation, training: Path, identifiers: tuple[bytes, ...], authority: bool) -> bytes:
    """A certificate directory of root, CA, encryption, signature, with these identifiers."""
    sizes = [len(store_of(training)[slot:].rstrip(b"\x00")) for slot in SLOTS]
    places = [path(f"{root(kind)}503008F2", slot, size) for slot, size in zip(SLOTS, sizes, strict=True)]
    flags = (authority, authority, False, False)
    return b"".join(
        certificate_record(identifier, "", place, flag)
        for identifier, place, flag in zip(identifiers, places, flags, strict=True)
    )


def store_of(training: Path) -> bytes:
    return hicos_card(HicosCard1, training, holdings(training)).files[STORE]


def signs(reading: CardReading, training: Path) -> bool:
    """Whether the holder's two certificates were found, and the right one for signatures."""
    encryption, signature = holdings(training)
    ders = {certificate.der for certificate in reading.certificates}
    return ders == {encryption.der, signature.der} and reading.signing_certificate.der == signature.der


@pytest.mark.parametrize("spoilt", [None, b"", b"\xff" * 32, b"\x30\x05\x00", b"\x30\x02\x05\x00"])
def test_without_a_directory_the_places_are_searched(
    kind: Generation, training: Path, spoilt: bytes | None
) -> None:
    assert signs(read(kind, training, {DIRECTORY: spoilt}), training)


def test_a_directory_that_points_beside_the_certificates(kind: Generation, training: Path) -> None:
    beside = certificate_record(b"SIGN", "", path(f"{root(kind)}503008F2", 3, 900))
    assert signs(read(kind, training, {DIRECTORY: beside}), training)
    nowhere = certificate_record(b"SIGN", "", path(f"{root(kind)}50305555", 0, 900))
    assert signs(read(kind, training, {DIRECTORY: nowhere}), training)


@pytest.mark.parametrize("authority", [True, False])
@pytest.mark.parametrize("keys", [True, False])
def test_holders_certificates_under_any_identifiers(
    kind: Generation, training: Path, authority: bool, keys: bool
) -> None:
    named = directory(kind, training, (b"\x01", b"\x02", b"\x03", b"\x04"), authority)
    files: dict[bytes, bytes | None] = {DIRECTORY: named}
    if not keys:
        files[KEYS] = None
    assert signs(read(kind, training, files), training)


def test_the_directory_of_keys_spares_reading_the_authorities(training: Path) -> None:
    card = hicos_card(HicosCard1, training, holdings(training))
    identifiers = (b"ROOT", b"CA", b"KEYX", b"sign")
    card.files[DIRECTORY] = directory(HicosCard1, training, identifiers, authority=False)
    card.files[KEYS] = card.files[KEYS].replace(b"SIGN", b"sign")
    connection = DirectConnection(card)
    assert signs(open_card(connection).reading, training)
    read_at = {int.from_bytes(apdu[2:4]) for apdu in connection.apdus if apdu[1] == 0xB0}
    assert 0x0700 not in read_at


def test_a_wrong_name_in_the_directory_makes_no_certificate_sign(kind: Generation, training: Path) -> None:
    named = directory(kind, training, (b"ROOT", b"CA", b"SIGN", b"KEYX"), authority=True)
    assert signs(read(kind, training, {DIRECTORY: named}), training)


def test_in_unusual_places_the_holders_are_found(kind: Generation, training: Path) -> None:
    slots = [store_of(training)[slot : slot + 0x700] for slot in SLOTS]
    turned = b"".join(slots[index] for index in (3, 2, 1, 0))
    assert signs(read(kind, training, {DIRECTORY: None, STORE: turned}), training)


def test_one_place_empty(kind: Generation, training: Path) -> None:
    """A card without a certificate for encryption."""
    store = store_of(training)
    alone = store[:0x0E00] + b"\xff" * 0x700 + store[0x1500:]
    reading = read(kind, training, {DIRECTORY: None, STORE: alone})
    assert [each.for_signing for each in reading.certificates] == [True]
    assert reading.signing_certificate.der == holdings(training)[1].der


def test_rubbish_in_a_place(kind: Generation, training: Path) -> None:
    rubbish = store_of(training)[:0x0E00] + b"\x30\x03\x02\x01\x00".ljust(0x700) + store_of(training)[0x1500:]
    error = failure_of(lambda: read(kind, training, {DIRECTORY: None, STORE: rubbish}))
    assert error.failure is CardFailure.CARD_DATA


def test_where_usage_leaves_it_open_the_directory_decides(kind: Generation, training: Path) -> None:
    """Two certificates that may both sign; two that say nothing."""
    for usage in (True, None):
        ders = [other_usage(training, usage) for _ in range(2)]
        store = b"".join(bytes(0x700) for _ in range(2)) + b"".join(der.ljust(0x700, b"\0") for der in ders)
        for signature in (0, 1):
            identifiers = [b"KEYX", b"KEYX"]
            identifiers[signature] = b"SIGN"
            named = b"".join(
                certificate_record(identifier, "", path(f"{root(kind)}503008F2", slot, len(der)))
                for identifier, slot, der in zip(identifiers, SLOTS[2:], ders, strict=True)
            )
            reading = read(kind, training, {DIRECTORY: named, STORE: store})
            assert [each.for_signing for each in reading.certificates].count(True) == 1
            assert reading.signing_certificate.der == ders[signature]


def other_usage(training: Path, signs: bool | None) -> bytes:
    """A certificate that may be used for signatures, or that does not tell its use."""
    held = holdings(training)[1]
    plain = x509.load_der_x509_certificate(held.der)
    assert isinstance(held.key, rsa.RSAPrivateKey)
    builder = (
        x509.CertificateBuilder()
        .subject_name(plain.subject)
        .issuer_name(plain.issuer)
        .public_key(held.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(plain.not_valid_before_utc)
        .not_valid_after(plain.not_valid_after_utc)
    )
    if signs is not None:
        usage = plain.extensions.get_extension_for_class(x509.KeyUsage)
        builder = builder.add_extension(usage.value, critical=True)
    return builder.sign(held.key, SHA256()).public_bytes(Encoding.DER)


def test_paths_may_begin_at_either_root(kind: Generation, training: Path) -> None:
    for start in ("3F00", "7FFF"):
        records = [
            certificate_record(identifier, "", path(f"{start}503008F2", slot, 1000))
            for identifier, slot in ((b"KEYX", 0x0E00), (b"SIGN", 0x1500))
        ]
        assert signs(read(kind, training, {DIRECTORY: b"".join(records)}), training)


NO_PIN_IS_SO_SHORT_AND_SO_LONG = pin_record(b"").replace(b"\x02\x01\x06", b"\x02\x01\x63")


@pytest.mark.parametrize("spoilt", [None, b"", b"\x30\x00", NO_PIN_IS_SO_SHORT_AND_SO_LONG])
def test_pin_lengths_where_the_card_does_not_tell(
    kind: Generation, training: Path, spoilt: bytes | None
) -> None:
    reading = read(kind, training, {PINS: spoilt})
    assert (reading.pin.minimum, reading.pin.maximum, reading.pin.tries_left) == (6, 8, None)


def test_pin_lengths_the_card_tells(kind: Generation, training: Path) -> None:
    told = pin_record(b"").replace(b"\x02\x01\x06", b"\x02\x01\x04")
    assert read(kind, training, {PINS: told}).pin.minimum == 4


@pytest.mark.parametrize("number", [b"TR0000", b"TR\xff\xfe000000000000", b""])
def test_a_number_spoilt_is_taken_from_token_info_or_refused(
    kind: Generation, training: Path, number: bytes
) -> None:
    assert read(kind, training, {CARD_NUMBER: number}).card_number == NUMBER
    for info in (None, b"", token_info("")):
        error = failure_of(lambda info=info: read(kind, training, {CARD_NUMBER: number, TOKEN_INFO: info}))  # type: ignore[misc]
        assert error.failure is CardFailure.CARD_DATA


def test_a_card_of_this_kind_without_its_directory_is_spoilt_not_unknown(
    kind: Generation, training: Path
) -> None:
    card = hicos_card(kind, training, holdings(training))
    connection = DirectConnection(card)
    below = bytes.fromhex("5030")
    connection.alter = lambda apdu, answer: (b"", 0x6A82) if apdu[5:7] == below else answer
    assert failure_of(lambda: open_card(connection)).failure is CardFailure.CARD_DATA


def test_in_a_reading_other_trouble_than_bad_data_is_not_swallowed(kind: Generation, training: Path) -> None:
    """Where something else would do in place of what cannot be read, a card pulled out is still one."""
    connection = DirectConnection(hicos_card(kind, training, holdings(training)))

    def slow_at_pins(apdu: bytes, answer: Answer) -> Answer:
        if apdu[5:7] == PINS[2:]:
            raise failure
        return answer

    failure = CardChannel(connection).failure(CardFailure.CARD_SLOW)
    connection.alter = slow_at_pins
    assert failure_of(lambda: open_card(connection)) is failure


class TestTheVirtualCard:
    """What the training card stands for: a card that nobody but the vendor's software may send a PIN."""

    def test_a_plain_verify_is_refused_and_costs_a_try(self, kind: Generation, training: Path) -> None:
        card = hicos_card(kind, training, holdings(training))
        open_card(DirectConnection(card))
        verify = bytes([0x80 if kind is HicosCard1 else 0x00, 0x20, 0, 1, len(PIN)]) + PIN
        assert [card.answer(verify) for _ in range(3)] == [b"\x69\x82", b"\x69\x82", b"\x69\x83"]
        assert card.tries_left == 0
        assert card.answer(verify[:4]) == b"\x69\x83"
        assert verifies(card.apdus) == [verify] * 3

    def test_the_vendors_door(self, kind: Generation, training: Path) -> None:
        card = hicos_card(kind, training, holdings(training))
        with pytest.raises(PinRefused) as caught:
            card.sign_with_pin(b"000000", b"tbs")
        assert (caught.value.tries_left, card.tries_left) == (2, 2)
        signature = card.sign_with_pin(PIN, b"tbs")
        key = holdings(training)[1].key
        assert isinstance(key, rsa.RSAPrivateKey)
        key.public_key().verify(signature, b"tbs", padding.PKCS1v15(), SHA256())
        assert card.tries_left == 3
        for _ in range(2):
            with pytest.raises(PinRefused):
                card.sign_with_pin(b"000000", b"tbs")
        for guess in (b"000000", PIN):
            with pytest.raises(PinBlocked):
                card.sign_with_pin(guess, b"tbs")
        assert card.apdus == []

    def test_the_vendors_door_with_elliptic_curves(self, kind: Generation, training: Path) -> None:
        card = hicos_card(kind, training, holdings(training, "ec-organisation"))
        assert len(card.sign_with_pin(PIN, b"tbs", "sha384")) == 96

    def test_a_certificate_too_large_for_its_place(self, kind: Generation, training: Path) -> None:
        encryption, _ = holdings(training)
        large = Holding(**{**vars(encryption), "der": bytes(0x701)})
        with pytest.raises(ValueError, match="larger than its place"):
            hicos_card(kind, training, (large,))


@pytest.mark.parametrize(
    ("kind", "apdu", "status"),
    [
        (HicosCard1, "80", 0x6700),
        (HicosCard1, "00A40000023F00", 0x6E00),
        (HicosCard1, "80A40004023F00", 0x6A86),
        (HicosCard1, "80A40000025015", 0x6A82),
        (HicosCard1, "80A40000025031", 0x6A82),
        (HicosCard1, "80B0000010", 0x6986),
        (HicosCard1, "80B0000000", 0x6700),
        (HicosCard1, "80B00000C9", 0x6700),
        (HicosCard1, "802A9E9A01AA", 0x6D00),
        (HicosCard2, "80A40000023F00", 0x6E00),
        (HicosCard2, "00A4000402503000", 0x6D00),
        (HicosCard2, "00A4040C02AAAA00", 0x6A82),
        (HicosCard2, "00CA010100", 0x6D00),
    ],
)
def test_the_virtual_card_refuses(training: Path, kind: Generation, apdu: str, status: int) -> None:
    card = hicos_card(kind, training, holdings(training))
    assert card.answer(bytes.fromhex(apdu)) == status.to_bytes(2)


def test_the_virtual_card_of_generation_2_knows_its_own_commands_alone(training: Path) -> None:
    card = hicos_card(HicosCard2, training, holdings(training))
    assert card.answer(bytes.fromhex("00A4040C10A000000283000006220169640001010100")) == b"\x90\x00"
    assert card.answer(bytes.fromhex("00A4000402503000"))[-2:] == b"\x90\x00"
    assert card.answer(bytes.fromhex("00A4000402503100")) == b"\x6a\x82"
    assert card.answer(bytes.fromhex("00CA010100")) == b"\x6d\x00"
    card.reset()
    assert card.answer(bytes.fromhex("00A4000402503000")) == b"\x6d\x00"


def test_a_version_is_on_the_card_of_generation_1(training: Path) -> None:
    card = hicos_card(HicosCard1, training, holdings(training))
    for select in ("3F00", "0900", "0905"):
        card.answer(bytes.fromhex(f"80A4000002{select}"))
    assert card.answer(bytes.fromhex("80B0000014")).startswith(b"CHT V32N")
