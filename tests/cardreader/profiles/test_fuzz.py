"""Whatever a card holds and answers, it ends in a reading or in a failure: never in a bug, never without end.

`make test` tries a thousand cases of each kind, `make fuzz` 100,000 in all.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.cardreader import pkcs15
from kiosk.cardreader.apdu import MAXIMUM_APDUS
from kiosk.cardreader.certificates import CertificateUnreadable, read_certificate, verified_signature
from kiosk.cardreader.failures import CardError
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card
from kiosk.cardreader.profiles.probe import open_card
from kiosk.cardreader.tlv import TlvMalformed, end_of_objects, nodes, whole_length
from kiosk.cardreader.virtual.card import SigningCard
from kiosk.cardreader.virtual.contents import APPLICATION, Holding, certificate_record, path
from kiosk.cardreader.virtual.hicos_card import HicosCard1, HicosCard2
from tests.cardreader.conftest import Answer, DirectConnection
from tests.cardreader.fuzzing import BYTE_CHANGES, OBJECT_CHANGES, Change, change_bytes, change_objects
from tests.cardreader.profiles.direct import T0Connection, hicos_card, holdings, iso_card, pin, verifies

pytestmark = [
    # the library warns of odd numbers in hostile bytes
    pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning"),
    pytest.mark.timeout(1800),  # `make fuzz` takes minutes
]

KINDS = ("HiCOS 1", "HiCOS 2", "ISO 7816-15", "ISO 7816-15 at an offset", "ISO 7816-15, T=0")
STORES = (bytes.fromhex("503008F2"), bytes.fromhex(f"{APPLICATION}4331"), bytes.fromhex(f"{APPLICATION}4332"))
MESSAGE = b"message"
# more than usual, for they are quick; as many as `make fuzz` says
cases = settings(max_examples=max(500, settings().max_examples))
_STATUS = st.one_of(
    st.sampled_from([0x9000, 0x6282, 0x6100, 0x6110, 0x6C00, 0x6C10, 0x63C2, 0x6983]),
    st.sampled_from([0x6700, 0x6987, 0x6A82, 0x6A86, 0x6B00, 0x6E00]),
    st.integers(0, 0xFFFF),
)


@dataclass(frozen=True)
class Prepared:
    """A card with what lies on it when it is in order."""

    card: SigningCard | HicosCard1 | HicosCard2
    files: dict[bytes, bytes]
    connect: type[DirectConnection]

    def __repr__(self) -> str:
        return "a card"  # Hypothesis would print all its files

    def put_in(self, files: dict[bytes, bytes] | None = None) -> DirectConnection:
        """The card anew, with some files changed."""
        self.card.reset()
        self.card.tries_left = 3
        self.card.files = {**self.files, **(files or {})}
        if not isinstance(self.card, SigningCard):
            self.card.apdus.clear()
        return self.connect(self.card)

    def file(self, number: int, stores: bool | None = None) -> bytes:
        """A file by its number; of those with certificates alone, of the others alone, or of all."""
        paths = [path for path in self.files if stores is None or (path in STORES) == stores]
        return paths[number % len(paths)]


@pytest.fixture(scope="session")
def prepared(training: Path) -> dict[str, Prepared]:
    citizen, ec_citizen = holdings(training), holdings(training, "ec-citizen")
    ec_organisation = holdings(training, "ec-organisation")
    cards: dict[str, SigningCard | HicosCard1 | HicosCard2] = {
        "HiCOS 1": hicos_card(HicosCard1, training, citizen),
        "HiCOS 2": hicos_card(HicosCard2, training, ec_citizen),
        "ISO 7816-15": iso_card(ec_citizen),
        "ISO 7816-15 at an offset": at_an_offset(ec_citizen),
        "ISO 7816-15, T=0": iso_card(ec_organisation, t0=True),
    }
    return {
        kind: Prepared(card, dict(card.files), T0Connection if "T=0" in kind else DirectConnection)
        for kind, card in cards.items()
    }


def at_an_offset(held: tuple[Holding, ...]) -> SigningCard:
    """Its certificates lie where READ BINARY reaches with odd INS alone."""
    offset, files = 0x8100, {}
    for each in held:
        files[APPLICATION + each.certificate_file] = bytes(offset) + each.der
    places = (path(APPLICATION + each.certificate_file, offset, len(each.der)) for each in held)
    records = (certificate_record(each.identifier, "", next(places)) for each in held)
    return iso_card(held, {**files, f"{APPLICATION}4404": b"".join(records)})


def survives(connection: DirectConnection, kind: str) -> None:
    """Reading, and signing where it can be: any exception but CardError is a bug."""
    with suppress(CardError):
        card = open_card(connection)
        certificate = card.reading.signing_certificate
        assert read_certificate(certificate.der).may_sign is not False
        if isinstance(card, Iso7816Card):
            assert verified_signature_of(card.sign(MESSAGE, pin()), certificate.der)
    assert len(connection.apdus) <= MAXIMUM_APDUS
    if kind.startswith("HiCOS"):
        # what a HiCOS card has in it is read as such, or not at all
        assert not any(apdu[1] == 0x20 for apdu in connection.apdus)
    assert len(verifies(connection.apdus)) <= 1


def verified_signature_of(signature: bytes, der: bytes) -> bool:
    key = read_certificate(der).key
    return key is not None and verified_signature(key, signature, MESSAGE, "sha256") == signature


_FILES = st.dictionaries(st.integers(0, 12), BYTE_CHANGES, min_size=1, max_size=3)


@cases
@given(kind=st.sampled_from(KINDS), spoilt=_FILES)
def test_whole_cards(prepared: dict[str, Prepared], kind: str, spoilt: dict[int, list[Change]]) -> None:
    card = prepared[kind]
    files = {card.file(number): changes for number, changes in spoilt.items()}
    survives(card.put_in({file: change_bytes(card.files[file], by) for file, by in files.items()}), kind)


@cases
@given(
    kind=st.sampled_from(KINDS),
    spoilt=st.dictionaries(
        st.integers(0, 45), st.tuples(BYTE_CHANGES, st.one_of(st.none(), _STATUS)), min_size=1, max_size=5
    ),
    from_then_on=st.booleans(),
)
def test_answers(
    prepared: dict[str, Prepared],
    kind: str,
    spoilt: dict[int, tuple[list[Change], int | None]],
    from_then_on: bool,
) -> None:
    connection = prepared[kind].put_in()
    last = max(spoilt)

    def spoil(_apdu: bytes, answer: Answer) -> Answer:
        number = len(connection.apdus) - 1
        changes, status = spoilt.get(min(number, last) if from_then_on else number, ([], None))
        return change_bytes(answer[0], changes)[:256], answer[1] if status is None else status

    connection.alter = spoil
    survives(connection, "")


@cases
@given(kind=st.sampled_from(KINDS), number=st.integers(0, 12), changes=OBJECT_CHANGES)
def test_directories(
    prepared: dict[str, Prepared], kind: str, number: int, changes: list[Change]
) -> None:
    card = prepared[kind]
    file = card.file(number, stores=False)
    survives(card.put_in({file: change_objects(card.files[file], changes)}), kind)


@cases
@given(
    kind=st.sampled_from(("HiCOS 1", "HiCOS 2", "ISO 7816-15", "ISO 7816-15, T=0")),
    number=st.integers(0, 3),
    objects=OBJECT_CHANGES,
    octets=st.one_of(st.just([]), BYTE_CHANGES),
)
def test_certificates(
    prepared: dict[str, Prepared], kind: str, number: int, objects: list[Change], octets: list[Change]
) -> None:
    card = prepared[kind]
    file = card.file(number, stores=True)
    content = card.files[file]
    slot = 0x0E00 + 0x0700 * (number % 2) if kind.startswith("HiCOS") else 0
    size = whole_length(content[slot:])
    spoilt = change_bytes(change_objects(content[slot : slot + size], objects), octets)[:0x0700]
    survives(card.put_in({file: content[:slot] + spoilt.ljust(size, b"\0") + content[slot + size :]}), kind)


_PARSERS: tuple[Callable[[bytes], object], ...] = (
    pkcs15.application_entries,
    pkcs15.parse_directories,
    pkcs15.parse_token_info,
    pkcs15.parse_private_keys,
    pkcs15.parse_certificates,
    pkcs15.parse_pins,
    lambda data: list(nodes(data)),
    whole_length,
    end_of_objects,
    read_certificate,
)


@cases
@given(
    kind=st.sampled_from(KINDS),
    number=st.integers(0, 12),
    objects=st.one_of(st.just([]), OBJECT_CHANGES),
    octets=st.one_of(st.just([]), BYTE_CHANGES),
    anything=st.one_of(st.just(b""), st.binary(max_size=80)),
)
def test_parsers(
    prepared: dict[str, Prepared],
    kind: str,
    number: int,
    objects: list[Change],
    octets: list[Change],
    anything: bytes,
) -> None:
    card = prepared[kind]
    content = card.files[card.file(number)][-4096:]
    data = anything or change_bytes(change_objects(content, objects), octets)
    for parse in _PARSERS:
        with suppress(TlvMalformed, CertificateUnreadable):
            parse(data)
    key = read_certificate(prepared["ISO 7816-15"].files[STORES[1]]).key
    assert key is not None
    assert verified_signature(key, data[:512], MESSAGE, "sha256") is None
