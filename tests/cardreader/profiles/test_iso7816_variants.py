"""ISO 7816-15 leaves a card much freedom: here are cards that use it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.cardreader.card import Digest
from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card
from kiosk.cardreader.profiles.probe import open_card
from kiosk.cardreader.tlv import encode
from kiosk.cardreader.virtual.card import SigningCard
from kiosk.cardreader.virtual.commands import PrivateKey
from kiosk.cardreader.virtual.contents import (
    APPLICATION,
    Holding,
    certificate_record,
    integer,
    lay_out,
    path,
    pin_record,
    private_key_record,
    token_info,
    utf8,
)
from tests.cardreader.conftest import Answer, DirectConnection
from tests.cardreader.profiles.direct import (
    NUMBER,
    T0Connection,
    directory_file,
    failure_of,
    holdings,
    iso_card,
    pin,
    verifies,
)

MESSAGE = "雲端方案".encode()
HASHES = {"sha256": SHA256(), "sha384": SHA384()}
DIRECTORY, ODF, TOKEN = "3F002F00", f"{APPLICATION}5031", f"{APPLICATION}5032"
PINS, KEYS, CERTIFICATES = f"{APPLICATION}4401", f"{APPLICATION}4402", f"{APPLICATION}4404"


@pytest.fixture
def held(training: Path) -> tuple[Holding, Holding]:
    return holdings(training)


def opened(connection: DirectConnection) -> Iso7816Card:
    card = open_card(connection)
    assert isinstance(card, Iso7816Card)
    return card


def signs(connection: DirectConnection, signer: Holding, digest: Digest = "sha256") -> Iso7816Card:
    """The card, once it has read and signed as it should, with one VERIFY."""
    card = opened(connection)
    assert card.reading.card_number == NUMBER
    assert card.reading.signing_certificate.der == signer.der
    signature = card.sign(MESSAGE, pin(), digest)
    key = signer.key.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, MESSAGE, padding.PKCS1v15(), HASHES[digest])
    else:
        size = (key.key_size + 7) // 8
        assert len(signature) == 2 * size
        r, s = (int.from_bytes(signature[start : start + size]) for start in (0, size))
        key.verify(encode_dss_signature(r, s), MESSAGE, ec.ECDSA(HASHES[digest]))
    assert len(verifies(connection.apdus)) == 1
    return card


def refusal(files: Mapping[str, bytes], held: tuple[Holding, ...]) -> CardFailure:
    return failure_of(lambda: open_card(DirectConnection(iso_card(held, files)))).failure


class TestKeys:
    @pytest.mark.parametrize("holder", ["citizen", "ec-citizen", "ec-organisation"])
    @pytest.mark.parametrize("digest", ["sha256", "sha384"])
    @pytest.mark.parametrize("kind", [DirectConnection, T0Connection])
    def test_signs(
        self, training: Path, holder: str, digest: Digest, kind: type[DirectConnection]
    ) -> None:
        pair = holdings(training, holder)
        signs(kind(iso_card(pair, t0=kind is T0Connection)), pair[1], digest)

    @pytest.mark.parametrize("holder", ["ec-citizen", "ec-organisation"])
    def test_takes_an_ecdsa_signature_of_fixed_size(self, training: Path, holder: str) -> None:
        pair = holdings(training, holder)
        size = (pair[1].key.key_size + 7) // 8
        connection = DirectConnection(iso_card(pair))

        def raw(apdu: bytes, answer: Answer) -> Answer:
            if apdu[1] != 0x2A:
                return answer
            return b"".join(number.to_bytes(size) for number in decode_dss_signature(answer[0])), answer[1]

        connection.alter = raw
        signs(connection, pair[1])

    @pytest.mark.parametrize(
        "answer", [b"", bytes(64), b"\xff" * 64, bytes.fromhex("3006020101020101"), b"\x30"]
    )
    def test_an_ecdsa_signature_that_is_none(self, training: Path, answer: bytes) -> None:
        connection = DirectConnection(iso_card(holdings(training, "ec-citizen")))
        connection.alter = lambda apdu, plain: (answer, 0x9000) if apdu[1] == 0x2A else plain
        card = opened(connection)
        error = failure_of(lambda: card.sign(MESSAGE, pin()))
        assert error.failure is CardFailure.SIGNATURE_REFUSED

    @pytest.mark.parametrize("kind", [DirectConnection, T0Connection])
    def test_a_longer_rsa_key_answers_in_pieces(self, training: Path, kind: type[DirectConnection]) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
        signer = with_key(holdings(training)[1], key)
        connection = kind(iso_card((signer,), t0=kind is T0Connection))
        signs(connection, signer)

    def test_a_curve_of_which_the_kiosk_knows_nothing_gets_no_pin(self, training: Path) -> None:
        signer = with_key(holdings(training)[1], ec.generate_private_key(ec.SECP521R1()))
        connection = DirectConnection(iso_card((signer,)))
        card = opened(connection)
        error = failure_of(lambda: card.sign(MESSAGE, pin()))
        assert error.failure is CardFailure.SIGNATURE_REFUSED
        assert verifies(connection.apdus) == []

    def test_no_usage_in_the_certificate_leaves_it_to_the_key(self, training: Path) -> None:
        pair = holdings(training)
        signer = with_key(pair[1], pair[1].key, usage=False)
        signs(DirectConnection(iso_card((pair[0], signer))), signer)

    @pytest.mark.parametrize("flagged", [True, False])
    def test_a_cas_certificate_is_not_the_holders(self, training: Path, flagged: bool) -> None:
        pair = holdings(training)
        issuer = (training / "cards" / "citizen" / "issuer.der").read_bytes()
        files = lay_out(pair, NUMBER)
        record = certificate_record(b"CA", "CA", path(f"{APPLICATION}4330"), authority=flagged)
        more = {CERTIFICATES: record + files[CERTIFICATES], f"{APPLICATION}4330": issuer}
        card = signs(DirectConnection(iso_card(pair, more)), pair[1])
        assert len(card.reading.certificates) == 2

    def test_more_certificates_than_a_card_can_have(self, held: tuple[Holding, Holding]) -> None:
        record = certificate_record(b"\x01", "", path(f"{APPLICATION}4331"))
        assert refusal({CERTIFICATES: record * 17}, held) is CardFailure.CARD_DATA


def with_key(held: Holding, key: PrivateKey, usage: bool = True) -> Holding:
    """`held` with another key, and its certificate accordingly."""
    plain = x509.load_der_x509_certificate(held.der)
    builder = (
        x509.CertificateBuilder()
        .subject_name(plain.subject)
        .issuer_name(plain.issuer)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(plain.not_valid_before_utc)
        .not_valid_after(plain.not_valid_after_utc)
    )
    if usage:
        told = plain.extensions.get_extension_for_class(x509.KeyUsage)
        builder = builder.add_extension(told.value, critical=True)
    certificate = builder.sign(key, SHA256())
    return replace(held, key=key, der=certificate.public_bytes(Encoding.DER))


class TestWhereTheApplicationIs:
    """By its AID, by EF.DIR, or in its usual directory."""

    def without_name(self, held: tuple[Holding, ...], files: Mapping[str, bytes]) -> DirectConnection:
        connection = DirectConnection(iso_card(held, files))
        connection.alter = lambda apdu, answer: (b"", 0x6A82) if apdu[1:3] == b"\xa4\x04" else answer
        return connection

    @pytest.mark.parametrize("place", [APPLICATION, "5015"])
    def test_by_the_directory_file(self, held: tuple[Holding, Holding], place: str) -> None:
        signs(self.without_name(held, {DIRECTORY: directory_file(place)}), held[1])

    @pytest.mark.parametrize(
        "spoilt", [b"", b"\xff" * 64, b"\x61\x7f\x00", directory_file(""), directory_file("3F005555")]
    )
    def test_in_its_usual_directory(self, held: tuple[Holding, Holding], spoilt: bytes) -> None:
        signs(self.without_name(held, {DIRECTORY: spoilt}), held[1])

    def test_under_another_name(self, held: tuple[Holding, Holding]) -> None:
        """The directory file gives a name and no path; the usual directory is empty."""
        other = bytes.fromhex("A000000167455349474E")
        usual, unusual = APPLICATION, "3F007777"
        moved = {
            file.replace(usual, unusual): content.replace(bytes.fromhex(usual), bytes.fromhex(unusual))
            for file, content in lay_out(held, NUMBER).items()
        }
        card = NamedCard(other, held, {**moved, DIRECTORY: directory_file("", other)})
        signs(DirectConnection(card), held[1])

    def test_the_one_that_calls_itself_so_comes_first(self, held: tuple[Holding, Holding]) -> None:
        others = b"".join(directory_file(f"3F00{number:04X}", bytes([number])) for number in range(1, 9))
        connection = self.without_name(held, {DIRECTORY: others + directory_file(APPLICATION)})
        signs(connection, held[1])
        assert bytes.fromhex("3F000001") not in b"".join(connection.apdus)

    def test_in_an_applet_that_has_to_be_selected(self, held: tuple[Holding, Holding]) -> None:
        card = iso_card(held)
        applet = bytes.fromhex("F276A288BCFBA69D34F31001")
        selected: list[bool] = []

        def asleep(apdu: bytes, answer: Answer) -> Answer:
            if apdu[1:3] == b"\xa4\x04":
                selected[:] = [True] if apdu[5:17] == applet else selected
                return (b"", 0x9000) if apdu[5:17] == applet else (b"", 0x6A82)
            return answer if selected else (b"", 0x6A82)

        connection = DirectConnection(card, alter=asleep)
        signs(connection, held[1])

    def test_by_its_name_where_no_control_parameters_are_known(self, held: tuple[Holding, Holding]) -> None:
        connection = DirectConnection(iso_card(held, {DIRECTORY: b""}))

        def wants_0c(apdu: bytes, answer: Answer) -> Answer:
            refused = apdu[1] == 0xA4 and (apdu[3] != 0x0C or apdu[2] == 0x08)
            return (b"", 0x6A86) if refused else answer

        connection.alter = wants_0c
        signs(connection, held[1])

    def test_nowhere(self, held: tuple[Holding, Holding]) -> None:
        connection = self.without_name(held, {})
        del connection.card.files[bytes.fromhex(ODF)]  # type: ignore[attr-defined]
        error = failure_of(lambda: open_card(connection))
        assert error.failure is CardFailure.UNKNOWN_CARD
        assert error.tried == ("HiCOS 2 (6A82)", "HiCOS 1 (6E00)", "ISO 7816-15 (6A82)")

    @pytest.mark.parametrize("named", [True, False])
    def test_paths_from_the_application_on(self, held: tuple[Holding, Holding], named: bool) -> None:
        files = {
            ODF: encode(0xA8, path("4401")) + encode(0xA0, path("4402")) + encode(0xA4, path("4404")),
            KEYS: b"".join(private_key_record(each, path("")) for each in held),
            CERTIFICATES: b"".join(
                certificate_record(each.identifier, each.label, path(each.certificate_file)) for each in held
            ),
        }
        connection = DirectConnection(iso_card(held, files)) if named else self.without_name(held, files)
        signs(connection, held[1])

    def test_found_step_by_step_where_a_path_is_not_taken(self, held: tuple[Holding, Holding]) -> None:
        connection = DirectConnection(iso_card(held))
        connection.alter = lambda apdu, answer: (b"", 0x6A86) if apdu[1:3] == b"\xa4\x08" else answer
        card = signs(connection, held[1])
        tried = [apdu for apdu in connection.apdus if apdu[1:3] == b"\xa4\x08"]
        assert len(tried) == 2  # with and without asking for control parameters, and never again
        assert card.reading.apdus < 40


class NamedCard(SigningCard):
    """A card whose application has another name, and lies in another directory."""

    def __init__(self, name: bytes, held: tuple[Holding, ...], files: Mapping[str, bytes]) -> None:
        super().__init__(b"\x3b\x80\x01\x81", files, held, b"123456", 3)
        self._name = name

    def answer(self, apdu: bytes) -> bytes:
        if apdu[1:3] == b"\xa4\x04":
            named = apdu[5 : 5 + apdu[4]] == self._name
            return super().answer(bytes.fromhex("00A4080402777700")) if named else b"\x6a\x82"
        return super().answer(apdu)


class TestFiles:
    @pytest.mark.parametrize("length", [True, False])
    @pytest.mark.parametrize("offset", [1, 300, 0x7F80, 0x7FFF, 0x8000, 0xE000])
    @pytest.mark.parametrize("kind", [DirectConnection, T0Connection])
    def test_certificates_at_an_offset(
        self, held: tuple[Holding, Holding], offset: int, length: bool, kind: type[DirectConnection]
    ) -> None:
        signer = held[1]
        place = path(f"{APPLICATION}4331", offset, len(signer.der))
        if not length:
            place = encode(0x30, encode(0x04, bytes.fromhex(f"{APPLICATION}4331")), integer(offset))
        record = certificate_record(b"SIGN", "", place)
        store = b"\x30" * offset + signer.der + b"\xff" * 300
        files = {CERTIFICATES: record, f"{APPLICATION}4331": store}
        signs(kind(iso_card((signer,), files, t0=kind is T0Connection)), signer)

    def test_a_certificate_at_the_very_end_of_64_kib(self, held: tuple[Holding, Holding]) -> None:
        signer, limit = held[1], 0x10000
        offset = limit - len(signer.der)
        record = certificate_record(b"SIGN", "", path(f"{APPLICATION}4331", offset, len(signer.der)))
        files = {CERTIFICATES: record, f"{APPLICATION}4331": bytes(offset) + signer.der}
        signs(DirectConnection(iso_card((signer,), files)), signer)
        beyond = certificate_record(b"SIGN", "", path(f"{APPLICATION}4331", offset + 1, len(signer.der)))
        files = {CERTIFICATES: beyond, f"{APPLICATION}4331": bytes(offset + 1) + signer.der}
        assert refusal(files, (signer,)) is CardFailure.CARD_DATA

    @pytest.mark.parametrize("tell", [True, False])
    def test_a_file_of_more_than_64_kib_is_refused(self, held: tuple[Holding, Holding], tell: bool) -> None:
        endless = encode(0x30, bytes(100)) * 700
        connection = DirectConnection(iso_card(held, {CERTIFICATES: endless}))
        if not tell:
            connection.alter = lambda apdu, answer: (b"", answer[1]) if apdu[1] == 0xA4 else answer
        assert failure_of(lambda: open_card(connection)).failure is CardFailure.CARD_DATA
        assert len(connection.apdus) < 300

    @pytest.mark.parametrize("answer", [b"\x53\x81", b"\x53\x05ab", b"\x53" + bytes(300)])
    def test_nonsense_from_afar(self, held: tuple[Holding, Holding], answer: bytes) -> None:
        record = certificate_record(b"SIGN", "", path(f"{APPLICATION}4331", 0x9000, 900))
        card = iso_card(held, {CERTIFICATES: record, f"{APPLICATION}4331": bytes(0xA000)})
        connection = DirectConnection(card)
        connection.alter = lambda apdu, plain: (answer, 0x9000) if apdu[1] == 0xB1 else plain
        assert failure_of(lambda: open_card(connection)).failure is CardFailure.CARD_DATA

    def test_more_than_was_asked_for(self, held: tuple[Holding, Holding]) -> None:
        connection = DirectConnection(iso_card(held))
        connection.alter = lambda apdu, answer: (bytes(257), 0x9000) if apdu[1] == 0xB0 else answer
        assert failure_of(lambda: open_card(connection)).failure is CardFailure.CARD_DATA

    @pytest.mark.parametrize("size", [b"", b"\x00", b"\x00\x00\x00\x00\x01", b"\x00\x08"])
    def test_control_parameters_that_say_little(self, held: tuple[Holding, Holding], size: bytes) -> None:
        """Nothing of the size, too much, or too little: eight bytes are too few for any file."""
        connection = DirectConnection(iso_card(held))
        told = encode(0x62, encode(0x80, size), encode(0x82))
        connection.alter = lambda apdu, answer: (told, 0x9000) if apdu[1] == 0xA4 and answer[0] else answer
        if size == b"\x00\x08":
            assert failure_of(lambda: open_card(connection)).failure is CardFailure.CARD_DATA
        else:
            signs(connection, held[1])

    def test_control_parameters_that_are_none(self, held: tuple[Holding, Holding]) -> None:
        connection = DirectConnection(iso_card(held))
        connection.alter = lambda apdu, answer: (b"\x62\x05\x80" if apdu[1] == 0xA4 else answer[0], answer[1])
        signs(connection, held[1])

    @pytest.mark.parametrize("odd", ["", "3F", "3F0050"])
    def test_a_path_of_half_an_identifier(self, held: tuple[Holding, Holding], odd: str) -> None:
        record = certificate_record(b"SIGN", "", path(odd))
        assert refusal({CERTIFICATES: record}, held) is CardFailure.CARD_DATA

    def test_pieces_shorter_than_asked_for(self, held: tuple[Holding, Holding]) -> None:
        """A card whose buffer is small gives what it can, and says that all is well."""
        connection = DirectConnection(iso_card(held))
        connection.alter = lambda apdu, answer: (answer[0][:100] if apdu[1] == 0xB0 else answer[0], answer[1])
        opened(connection)

    def test_padding_behind_the_directories_is_not_read(self, held: tuple[Holding, Holding]) -> None:
        plain = opened(DirectConnection(iso_card(held)))
        files = lay_out(held, NUMBER)
        padded = {file: files[file] + bytes(4000) for file in (ODF, TOKEN, PINS, KEYS, CERTIFICATES)}
        card = signs(DirectConnection(iso_card(held, padded)), held[1])
        assert card.reading == plain.reading
        assert card.reading.apdus == plain.reading.apdus


class TestWhatTheKioskDoesNotTake:
    @pytest.mark.parametrize(
        "value",
        [
            encode(0x13, b"http://example.org/certificate.cer"),  # by URL
            encode(0xA3, encode(0x30, encode(0x13, b"http://example.org"), encode(0x30))),  # with digest
            encode(0xA0, encode(0x30, integer(1))),  # in the directory itself
            encode(0x30, integer(1)),  # by a path that is none
        ],
    )
    def test_certificates_elsewhere(self, held: tuple[Holding, Holding], value: bytes) -> None:
        common = encode(0x30, utf8("Signature"))
        record = encode(0x30, common, encode(0x30, encode(0x04, b"SIGN")), encode(0xA1, encode(0x30, value)))
        assert refusal({CERTIFICATES: record}, held) is CardFailure.CARD_DATA

    @pytest.mark.parametrize("content", [b"", b"\x1f\x8b\x08\x00" + bytes(200), b"\x30\x03\x02\x01\x01"])
    def test_files_that_hold_no_certificate(self, held: tuple[Holding, Holding], content: bytes) -> None:
        """Compressed, empty, or something else."""
        assert refusal({f"{APPLICATION}4331": content}, held) is CardFailure.CARD_DATA

    @pytest.mark.parametrize(
        ("file", "content"),
        [
            (ODF, b""),
            (TOKEN, b""),
            (TOKEN, encode(0x30, integer(0))),
            (PINS, b""),
            (PINS, encode(0x30, encode(0x30), encode(0x30), encode(0xA1, encode(0x30, b"\x03\x01\x00")))),
            (KEYS, encode(0x30, encode(0x30))),
            (CERTIFICATES, encode(0x30, encode(0x30), encode(0x30))),
        ],
    )
    def test_directories_that_lack_what_matters(
        self, held: tuple[Holding, Holding], file: str, content: bytes
    ) -> None:
        assert refusal({file: content}, held) is CardFailure.CARD_DATA


def algorithm(number: int, mechanism: int, *more: bytes, operations: bytes = b"\x06\x40") -> bytes:
    fixed = encode(0x05) + encode(0x03, operations) + encode(0x06, b"\x2a")
    return encode(0x30, integer(number), integer(mechanism), fixed, *more)


class TestAlgorithms:
    """How the card wants to be asked is told by TokenInfo, or found by asking."""

    def environments(self, connection: DirectConnection) -> list[str]:
        return [apdu[5:].hex() for apdu in connection.apdus if apdu[1] == 0x22]

    @pytest.mark.parametrize(
        "algorithms",
        [
            b"",
            encode(0xA2),
            encode(0xA2, algorithm(1, 1)),  # no reference of its own
            encode(0xA2, algorithm(1, 1, integer(0x44), operations=b"\x06\x80")),  # not for signatures
            encode(0xA2, algorithm(1, 0x1041, integer(0x44))),  # for other keys
        ],
    )
    def test_told_nothing_it_begins_with_the_cards_default(
        self, held: tuple[Holding, Holding], algorithms: bytes
    ) -> None:
        connection = DirectConnection(iso_card(held, {TOKEN: token_info(NUMBER, algorithms)}))
        signs(connection, held[1])
        assert self.environments(connection) == ["840111"]

    @pytest.mark.parametrize(
        ("holder", "wanted"), [("citizen", "800111840111"), ("ec-citizen", "800121840111")]
    )
    def test_then_with_what_is_usual(self, training: Path, holder: str, wanted: str) -> None:
        pair = holdings(training, holder)
        connection = DirectConnection(iso_card(pair, {TOKEN: token_info(NUMBER)}))
        connection.alter = lambda apdu, answer: (
            (b"", 0x6A80) if apdu[1] == 0x22 and apdu[5] != 0x80 else answer
        )
        signs(connection, pair[1])
        assert self.environments(connection) == ["840111", wanted]

    def test_a_card_that_wants_the_key_alone(self, held: tuple[Holding, Holding]) -> None:
        connection = DirectConnection(iso_card(held))
        connection.alter = lambda apdu, answer: (
            (b"", 0x6A80) if apdu[1] == 0x22 and apdu[5] == 0x80 else answer
        )
        signs(connection, held[1])
        assert self.environments(connection) == ["800111840111", "840111"]

    def test_the_key_may_name_its_algorithm(self, held: tuple[Holding, Holding]) -> None:
        algorithms = encode(0xA2, algorithm(1, 1, integer(0x99)), algorithm(7, 1, integer(0x11)))
        common = encode(0x30, utf8("Signature"), encode(0x04, b"\x01"))
        numbers = integer(0x11) + encode(0xA1, integer(7))
        named = encode(0x30, encode(0x04, b"SIGN"), encode(0x03, b"\x05\x20"), numbers)
        keys = encode(0x30, common, named, encode(0xA1, encode(0x30, path(APPLICATION))))
        connection = DirectConnection(iso_card(held, {TOKEN: token_info(NUMBER, algorithms), KEYS: keys}))
        signs(connection, held[1])
        assert self.environments(connection) == ["800111840111"]

    def test_a_card_that_hashes_nothing_but_wraps_the_digest(self, held: tuple[Holding, Holding]) -> None:
        """SHA256-RSA-PKCS: the card is given the bare digest, and knows the rest."""
        algorithms = encode(0xA2, algorithm(1, 0x40, integer(0x11)))

        class Wrapping(SigningCard):
            def answer(self, apdu: bytes) -> bytes:
                if apdu[1] == 0x2A and apdu[4] == 32:
                    info = bytes.fromhex("3031300d060960864801650304020105000420")
                    apdu = apdu[:4] + bytes([32 + len(info)]) + info + apdu[5:]
                return super().answer(apdu)

        files = {**lay_out(held, NUMBER), TOKEN: token_info(NUMBER, algorithms)}
        connection = DirectConnection(Wrapping(b"\x3b\x80\x01\x81", files, held, b"123456", 3))
        signs(connection, held[1])

    @pytest.mark.parametrize("label", [encode(0x80, b"HiCOS"), encode(0xA0, utf8("HiCOS")), b""])
    def test_the_label_may_be_tagged_either_way(self, held: tuple[Holding, Holding], label: bytes) -> None:
        number, flags = encode(0x04, NUMBER.encode()), encode(0x03, b"\x04\x10")
        info = encode(0x30, integer(0), number, utf8("Maker"), label, flags)
        signs(DirectConnection(iso_card(held, {TOKEN: info})), held[1])

    def test_a_number_that_is_no_text(self, held: tuple[Holding, Holding]) -> None:
        info = encode(0x30, integer(0), encode(0x04, b"\x01\xfe"), encode(0x03, b"\x04\x10"))
        assert opened(DirectConnection(iso_card(held, {TOKEN: info}))).reading.card_number == "01FE"


class TestKeyPlaces:
    @pytest.mark.parametrize("place", [APPLICATION, f"{APPLICATION}4B01", "3F006666", ""])
    def test_wherever_the_key_is_said_to_lie(self, held: tuple[Holding, Holding], place: str) -> None:
        """In the application's directory, in a file of its own, or where the card has nothing to select."""
        keys = b"".join(private_key_record(each, path(place)) for each in held)
        signs(DirectConnection(iso_card(held, {KEYS: keys})), held[1])

    def test_in_another_directory(self, held: tuple[Holding, Holding]) -> None:
        keys = b"".join(private_key_record(each, path("3F006666")) for each in held)
        connection = DirectConnection(iso_card(held, {KEYS: keys, "3F0066660001": b""}))
        signs(connection, held[1])
        (verify,) = verifies(connection.apdus)
        after = connection.apdus[connection.apdus.index(verify) :]
        assert [apdu[5:7] for apdu in after if apdu[1] == 0xA4][-1] == b"\x66\x66"


def pin_entry(
    identifier: bytes,
    reference: int,
    flags: bytes = b"\x03\x18",
    kind: int = 1,
    after: bytes = b"",
    stored: int = 8,
) -> bytes:
    """An AODF's record."""
    attributes = encode(
        0x30,
        encode(0x03, flags),
        encode(0x0A, bytes([kind])),
        integer(6), integer(stored), integer(8),
        encode(0x80, bytes([reference])),
        after,
    )  # fmt: skip
    identified = encode(0x30, encode(0x04, identifier))
    return encode(0x30, encode(0x30, utf8("PIN")), identified, encode(0xA1, attributes))


class TestPins:
    def verify_of(self, held: tuple[Holding, ...], record: bytes, block: bytes = b"123456") -> str:
        """The VERIFY with which such a card signs."""
        connection = DirectConnection(iso_card(held, {PINS: record}, pin_block=block))
        signs(connection, held[1])
        (verify,) = verifies(connection.apdus)
        return verify.hex()

    @pytest.mark.parametrize(
        "others",
        [
            pin_entry(b"\x02", 0x02),  # another key's
            pin_entry(b"\x01", 0x03, flags=b"\x00\x02"),  # unblocks
            pin_entry(b"\x01", 0x04, flags=b"\x00\x01"),  # the issuer's
        ],
    )
    def test_the_one_that_protects_the_key(self, held: tuple[Holding, Holding], others: bytes) -> None:
        assert self.verify_of(held, others + pin_entry(b"\x01", 0x01)) == "0020000106313233343536"

    def test_the_first_one_where_the_key_does_not_tell(self, held: tuple[Holding, Holding]) -> None:
        record = pin_entry(b"\x08", 0x01) + pin_entry(b"\x09", 0x02)
        assert self.verify_of(held, record) == "0020000106313233343536"

    def test_a_record_without_an_identifier(self, held: tuple[Holding, Holding]) -> None:
        attributes = encode(0x30, encode(0x03, b"\x03\x18"), integer(6), integer(8), encode(0x80, b"\x01"))
        record = encode(0x30, encode(0x30), encode(0xA1, attributes))
        assert self.verify_of(held, record) == "0020000106313233343536"

    @pytest.mark.parametrize(
        ("flags", "kind", "after", "block"),
        [
            (b"\x02\x0c", 1, b"", "313233343536ffff"),  # padded with FF where the card does not tell
            (b"\x02\x0c", 1, encode(0x04, b"\x00"), "3132333435360000"),
            (b"\x02\x0c", 2, encode(0x04, b"\x20"), "3132333435362020"),
            (b"\x03\x18", 0, b"", "123456"),
            (b"\x02\x0c", 0, encode(0x04, b"\xff"), "123456ffffffffff"),
            (b"\x03\x18", 3, b"", "f1f2f3f4f5f6"),
            (b"\x03\x18", 4, b"", "26123456ffffffff"),
            (b"\x03\x18", 9, b"", "313233343536"),
        ],
    )
    def test_coded_and_padded_as_the_card_wants_it(
        self, held: tuple[Holding, Holding], flags: bytes, kind: int, after: bytes, block: str
    ) -> None:
        record = pin_entry(b"\x01", 0x01, flags, kind, after)
        verify = self.verify_of(held, record, bytes.fromhex(block))
        assert verify == f"00200001{len(block) // 2:02x}{block}"

    def test_its_directory_is_selected_before(self, held: tuple[Holding, Holding]) -> None:
        record = pin_entry(b"\x01", 0x01, after=path("3F006666"))
        connection = DirectConnection(iso_card(held, {PINS: record, "3F0066660001": b""}))
        signs(connection, held[1])
        apdus = connection.apdus
        before = [apdus[index - 1] for index, apdu in enumerate(apdus) if apdu[1] == 0x20]
        assert before[0][5:7] == b"\x66\x66"
        assert before[-1][1] == 0x20  # it is the present directory since the tries were asked for

    def test_its_directory_is_the_present_one(self, held: tuple[Holding, Holding]) -> None:
        plain = opened(DirectConnection(iso_card(held)))
        record = pin_entry(b"\x01", 0x01, after=path(APPLICATION))
        assert opened(DirectConnection(iso_card(held, {PINS: record}))).reading.apdus == plain.reading.apdus

    def test_its_directory_is_not_there(self, held: tuple[Holding, Holding]) -> None:
        record = pin_entry(b"\x01", 0x01, after=path("3F006666"))
        assert refusal({PINS: record}, held) is CardFailure.CARD_DATA

    def test_its_directory_goes_before_the_pin_is_sent(self, held: tuple[Holding, Holding]) -> None:
        record = pin_entry(b"\x01", 0x01, after=path("3F006666"))
        connection = DirectConnection(iso_card(held, {PINS: record, "3F0066660001": b""}))
        card = opened(connection)
        card.files.select(bytes.fromhex(ODF))
        connection.alter = lambda apdu, answer: (b"", 0x6A82) if apdu[1] == 0xA4 else answer
        assert failure_of(lambda: card.sign(MESSAGE, pin())).failure is CardFailure.CARD_DATA
        assert verifies(connection.apdus) == []

    @pytest.mark.parametrize("kind", [0, 3, 4])
    def test_letters_where_the_card_takes_digits(self, held: tuple[Holding, Holding], kind: int) -> None:
        connection = DirectConnection(iso_card(held, {PINS: pin_entry(b"\x01", 0x01, kind=kind)}))
        card = opened(connection)
        assert failure_of(lambda: card.sign(MESSAGE, pin(b"12345a"))).failure is CardFailure.PIN_LENGTH
        assert verifies(connection.apdus) == []

    @pytest.mark.parametrize("stored", [0, 3, 256])
    def test_lengths_that_cannot_be(self, held: tuple[Holding, Holding], stored: int) -> None:
        assert refusal({PINS: pin_entry(b"\x01", 0x01, stored=stored)}, held) is CardFailure.CARD_DATA

    def test_a_card_that_does_not_tell_its_tries(self, held: tuple[Holding, Holding]) -> None:
        connection = DirectConnection(iso_card(held))
        connection.alter = lambda apdu, answer: (b"", 0x6700) if apdu[1] == 0x20 else answer
        assert opened(connection).reading.pin.tries_left is None

    def test_no_padding_makes_the_record_of_training_another(self, held: tuple[Holding, Holding]) -> None:
        assert self.verify_of(held, pin_record(encode(0x80, b"\x01"))) == "0020000106313233343536"


class TestPinPads:
    """The PIN is typed on the reader, which sends VERIFY by itself."""

    def test_signs(self, held: tuple[Holding, Holding]) -> None:
        connection = DirectConnection(iso_card(held))
        card = opened(connection)
        signature = card.sign(MESSAGE, lambda entry: self.typed(connection, entry.reference))
        assert len(signature) == 256
        assert verifies(connection.apdus) == []

    def typed(self, connection: DirectConnection, reference: int) -> int:
        answer = connection.card.answer(bytes([0x00, 0x20, 0x00, reference, 6]) + b"123456")
        return int.from_bytes(answer)

    def test_a_wrong_pin(self, held: tuple[Holding, Holding]) -> None:
        card = opened(DirectConnection(iso_card(held)))
        error = failure_of(lambda: card.sign(MESSAGE, lambda _entry: 0x63C1))
        assert (error.failure, error.tries_left) == (CardFailure.PIN_WRONG, 1)

    def test_a_blocked_card_is_not_asked(self, held: tuple[Holding, Holding]) -> None:
        blocked = iso_card(held)
        blocked.tries_left = 0
        card = opened(DirectConnection(blocked))
        error = failure_of(lambda: card.sign(MESSAGE, lambda _entry: 0x9000))
        assert (error.failure, error.tries_left) == (CardFailure.PIN_BLOCKED, 0)
