"""The sealed bundle's form: what one key opens, whole or not at all, and nobody else learns anything from."""

import io
import os
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract import bundle
from kiosk.contract.bundle import (
    LARGEST_PART,
    MAGIC,
    BundleFailure,
    BundleReader,
    BundleRefused,
    BundleWriter,
    Kind,
    read_header,
)

SIGNER, RECIPIENT = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
NAME = "訓練用𠮷祥合作社"
RECORDS = [b'{"device":"one"}', *(f'{{"name":"{NAME}","number":{number}}}'.encode() for number in range(7))]
HEADER = len(MAGIC) + 18


def sealed(
    records: list[bytes] = RECORDS,
    *,
    kind: Kind = Kind.COMMANDS,
    recipient: X25519PrivateKey = RECIPIENT,
    signer: Ed25519PrivateKey = SIGNER,
) -> bytes:
    stream = io.BytesIO()
    writer = BundleWriter(stream, kind, recipient.public_key(), signer)
    for record in records:
        writer.add(record)
    writer.close()
    return stream.getvalue()


def opened(data: bytes, key: X25519PrivateKey = RECIPIENT, kind: Kind = Kind.COMMANDS) -> list[bytes]:
    """Everything that is in it, once it is known to be the signer's."""
    reader = BundleReader(io.BytesIO(data), kind, key)
    reader.require_signed(SIGNER.public_key())
    return [reader.opening, *reader.records()]


def refusal(data: bytes, key: X25519PrivateKey = RECIPIENT, kind: Kind = Kind.COMMANDS) -> BundleFailure:
    with pytest.raises(BundleRefused) as refused:
        opened(data, key, kind)
    return refused.value.failure


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few records a part, so that a short file has several."""
    monkeypatch.setattr(bundle, "_PART", 100)


@given(st.lists(st.binary(max_size=40).filter(lambda record: b"\n" not in record), min_size=1))
def test_what_is_put_in_comes_out(records: list[bytes]) -> None:
    assert opened(sealed(records)) == records


@pytest.mark.usefixtures("small_parts")
def test_records_are_read_as_often_as_one_likes_over_many_parts() -> None:
    reader = BundleReader(io.BytesIO(sealed()), Kind.COMMANDS, RECIPIENT)
    reader.require_signed(SIGNER.public_key())
    assert list(reader.records()) == list(reader.records()) == RECORDS[1:]


def test_a_bundle_may_lie_inside_of_a_stream() -> None:
    stream = io.BytesIO(b"before" + sealed())
    stream.seek(6)
    reader = BundleReader(stream, Kind.COMMANDS, RECIPIENT)
    reader.require_signed(SIGNER.public_key())
    assert list(reader.records()) == RECORDS[1:]


@pytest.mark.usefixtures("small_parts")
def test_cut_off_at_any_byte_it_is_refused_whole() -> None:
    whole = sealed()
    assert {refusal(whole[:end]) for end in range(len(whole))} == {BundleFailure.CUT_OFF}


@pytest.mark.usefixtures("small_parts")
def test_one_bit_changed_anywhere_it_is_refused_whole() -> None:
    whole = sealed()
    failures = set()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << (place % 8)
        failures.add(refusal(bytes(changed)))
    assert failures <= set(BundleFailure) - {BundleFailure.SIGNATURE_WRONG, BundleFailure.CONTENT_INVALID}
    assert BundleFailure.DAMAGED in failures


@pytest.mark.usefixtures("small_parts")
@given(place=st.integers(0), bit=st.integers(0, 7))
def test_any_bit(place: int, bit: int) -> None:
    changed = bytearray(sealed())
    changed[place % len(changed)] ^= 1 << bit
    assert refusal(bytes(changed)) is not BundleFailure.SIGNATURE_WRONG


@pytest.mark.usefixtures("small_parts")
def test_parts_keep_their_places() -> None:
    def parts(data: bytes) -> list[bytes]:
        found, at = [], HEADER
        while at < len(data):
            length = struct.unpack_from(">I", data, at)[0] & ~(1 << 31)
            found.append(data[at : at + 4 + length])
            at += 4 + length
        return found

    whole, other = sealed(), sealed()
    first, second, *rest = parts(whole)
    assert len(rest) > 1
    head = whole[:HEADER]
    for order in (
        [second, first, *rest],
        [first, *rest],
        [first, first, second, *rest],
        [first, second, *rest[1:]],
        [first, second, *rest, rest[-1]],
    ):
        assert refusal(head + b"".join(order)) is BundleFailure.DAMAGED
    # A part of another bundle for the same key fits its place, but not the signature.
    alike = [*parts(sealed([RECORDS[0], *RECORDS[2:], RECORDS[1]]))[:-1], parts(whole)[-1]]
    assert refusal(head + b"".join(alike)) is BundleFailure.SIGNATURE_WRONG
    assert len(other) == len(whole)


def test_what_is_no_bundle_or_of_another_version() -> None:
    whole = sealed()
    assert refusal(b"%PDF-1.7 and so on") is BundleFailure.NOT_A_BUNDLE
    assert refusal(b"") is BundleFailure.CUT_OFF
    assert refusal(MAGIC + b"\2" + whole[len(MAGIC) + 1 :]) is BundleFailure.VERSION_NEWER
    assert refusal(MAGIC + b"\2") is BundleFailure.VERSION_NEWER  # whatever its header looks like
    assert refusal(MAGIC + b"\0" + whole[len(MAGIC) + 1 :]) is BundleFailure.VERSION_OLDER
    assert refusal(MAGIC + b"\1\7" + whole[len(MAGIC) + 2 :]) is BundleFailure.DAMAGED
    assert refusal(whole + b"\0") is BundleFailure.DAMAGED


def test_another_key_opens_nothing() -> None:
    stranger = X25519PrivateKey.generate()
    whole = sealed()
    assert refusal(whole, stranger) is BundleFailure.FOR_ANOTHER
    # Also where the file claims to be for that key.
    claimed = read_header(io.BytesIO(sealed(recipient=stranger))).to_bytes() + whole[HEADER:]
    assert refusal(claimed, stranger) is BundleFailure.DAMAGED


def test_the_wrong_direction() -> None:
    assert refusal(sealed(kind=Kind.ANSWERS)) is BundleFailure.OTHER_DIRECTION
    assert refusal(sealed(), kind=Kind.ANSWERS) is BundleFailure.OTHER_DIRECTION
    turned = MAGIC + b"\1\2" + sealed()[len(MAGIC) + 2 :]
    assert refusal(turned, kind=Kind.ANSWERS) is BundleFailure.DAMAGED


def test_another_signer() -> None:
    assert refusal(sealed(signer=Ed25519PrivateKey.generate())) is BundleFailure.SIGNATURE_WRONG


def test_nothing_counts_before_the_signature() -> None:
    reader = BundleReader(io.BytesIO(sealed()), Kind.COMMANDS, RECIPIENT)
    with pytest.raises(ValueError, match="signed"):
        next(reader.records())


def test_a_part_that_claims_to_be_huge_is_never_read() -> None:
    class Counted(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            self.asked = max(self.asked, size)
            return super().read(size)

    stream = Counted(sealed()[:HEADER] + struct.pack(">I", (1 << 31) - 1) + os.urandom(100))
    with pytest.raises(BundleRefused) as refused:
        BundleReader(stream, Kind.COMMANDS, RECIPIENT)
    assert refused.value.failure is BundleFailure.TOO_LARGE
    assert stream.asked < 100


def test_a_record_fits_in_a_line_and_in_a_part() -> None:
    writer = BundleWriter(io.BytesIO(), Kind.COMMANDS, RECIPIENT.public_key(), SIGNER)
    for record in (b"two\nlines", bytes(LARGEST_PART)):
        with pytest.raises(ValueError, match="no record"):
            writer.add(record)
    longest = b"x" * (LARGEST_PART - 1)
    assert opened(sealed([b"opening", longest, b"after"])) == [b"opening", longest, b"after"]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("records", [RECORDS[:-1], RECORDS[:1], [*RECORDS[:-1], b"x"], [*RECORDS, *RECORDS]])
def test_a_file_that_changes_once_it_was_opened_is_refused(records: list[bytes]) -> None:
    """Whoever knows the public key can seal something else: only what was signed counts."""
    stream = io.BytesIO(sealed())
    reader = BundleReader(stream, Kind.COMMANDS, RECIPIENT)
    reader.require_signed(SIGNER.public_key())
    stream.seek(0)
    stream.truncate()
    stream.write(sealed(records, signer=Ed25519PrivateKey.generate()))
    with pytest.raises(BundleRefused) as refused:
        list(reader.records())
    assert refused.value.failure is BundleFailure.DAMAGED


def test_a_bundle_shows_nothing_to_anybody_else() -> None:
    whole = sealed([*RECORDS, NAME.encode("utf-16-le"), NAME.replace("𠮷", "吉").encode("big5")])
    for word in ("合作社", "訓練", "name", "device"):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "big5"):
            assert word.encode(encoding) not in whole
    assert sealed() != sealed()


def test_memory_does_not_grow_with_the_records() -> None:
    """A part is in memory, not the file: the writer hands on what it has."""

    class Largest(io.RawIOBase):
        size = 0

        def write(self, data: object, /) -> int:
            self.size = max(self.size, len(data))  # type: ignore[arg-type]
            return len(data)  # type: ignore[arg-type]

    stream = Largest()
    writer = BundleWriter(stream, Kind.COMMANDS, RECIPIENT.public_key(), SIGNER)  # type: ignore[arg-type]
    for _ in range(3000):
        writer.add(b"x" * 1000)
    writer.close()
    assert stream.size < 300_000
