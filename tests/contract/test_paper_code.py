"""The code on a paper: what it says comes back, and whatever was changed in it is found."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract import paper_code
from kiosk.contract.device_certificate import (
    DeviceCertificate,
    DeviceCertificateInvalid,
    issue_certificate,
    read_certificate,
)
from kiosk.contract.paper_code import (
    DIGEST_BYTES,
    PAPER_KINDS,
    CodeFault,
    CodeInvalid,
    PaperEssentials,
    is_paper_code,
    open_paper_code,
    seal_paper,
)

CENTRAL, OTHER_CENTRAL, DEVICE, OTHER_DEVICE = (Ed25519PrivateKey.generate() for _ in range(4))
PINNED = CENTRAL.public_key().public_bytes_raw()
URL = "https://central.example.gov.tw:8443"
CERTIFICATE = DeviceCertificate(
    "0190b6f2-5c1e-7000-8000-000000000001", "櫃台1", DEVICE.public_key().public_bytes_raw()
)
SIGNED = issue_certificate(CERTIFICATE, CENTRAL)
SAID = PaperEssentials(
    kind="order",
    number=123,
    issued_at=datetime(2026, 1, 20, 6, 3, tzinfo=UTC),
    ubn="12345675",
    order_number="20260120140301000001",
    own=30_000,
    points=30_000,
    check_code="7QK2M0XV93HTAB4C",
    digest=bytes(range(DIGEST_BYTES)),
    provisional=True,
    training=False,
)
CODE = seal_paper(SAID, URL, SIGNED, DEVICE)

whole = st.integers(0, 2**32 - 1)
papers = st.builds(
    PaperEssentials,
    kind=st.sampled_from(PAPER_KINDS),
    number=whole,
    issued_at=st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda at: at.replace(microsecond=0)
    ),
    ubn=st.sampled_from(["", "12345675", "00000000"]),
    order_number=st.text(max_size=15),
    own=whole,
    points=whole,
    check_code=st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", max_size=16),
    digest=st.binary(min_size=DIGEST_BYTES, max_size=DIGEST_BYTES),
    provisional=st.booleans(),
    training=st.booleans(),
)


def fault_of(text: str, key: bytes = PINNED) -> CodeFault:
    with pytest.raises(CodeInvalid) as error:
        open_paper_code(text, key)
    return error.value.fault


@given(papers)
def test_what_is_sealed_comes_back(said: PaperEssentials) -> None:
    code = seal_paper(said, URL + "/", SIGNED, DEVICE)
    assert code.startswith(f"{URL}/receipts/")
    assert is_paper_code(code)
    opened = open_paper_code(f"  {code}\r\n", PINNED)
    assert (opened.said, opened.device) == (said, CERTIFICATE)
    assert open_paper_code(code.rpartition("/")[2], PINNED) == opened


def test_a_code_fits_into_a_qr_code_that_a_phone_reads() -> None:
    assert len(CODE) < 760


def test_one_changed_digit_anywhere_is_found() -> None:
    for at, digit in enumerate(CODE):
        if not digit.isdigit():
            continue
        for other in "0123456789":
            if other != digit:
                fault_of(CODE[:at] + other + CODE[at + 1 :])


@given(st.data())
def test_digits_that_are_left_out_added_or_swapped_are_found(data: st.DataObject) -> None:
    first = CODE.index("/receipts/") + len("/receipts/")
    at = data.draw(st.integers(first, len(CODE) - 2))
    fault_of(CODE[:at] + CODE[at + 1 :])
    fault_of(CODE[:at] + data.draw(st.sampled_from("0123456789")) + CODE[at:])
    if CODE[at] != CODE[at + 1]:
        fault_of(CODE[:at] + CODE[at + 1] + CODE[at] + CODE[at + 2 :])


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/receipts/", "http://central.example.gov.tw:8443/receipts/", f"{URL}//receipts/"],
)
def test_another_address_before_the_digits_is_found(address: str) -> None:
    assert fault_of(address + CODE.rpartition("/")[2]) is CodeFault.NOT_GENUINE


def test_another_central_and_another_kiosks_key_are_found() -> None:
    assert fault_of(CODE, OTHER_CENTRAL.public_key().public_bytes_raw()) is CodeFault.NOT_GENUINE
    assert fault_of(seal_paper(SAID, URL, SIGNED, OTHER_DEVICE)) is CodeFault.NOT_GENUINE
    forged = issue_certificate(CERTIFICATE, OTHER_CENTRAL)
    assert fault_of(seal_paper(SAID, URL, forged, DEVICE)) is CodeFault.NOT_GENUINE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7QK2-M0XV-93HT-AB4C",
        URL,
        f"{URL}/receipts/",
        f"{URL}/receipts/123",
        f"{URL}/receipts/" + "9" * 2_001,
        "9" * 100_000,
        f"{CODE} {CODE}",
        CODE.replace("https", "javascript"),
        f"{URL}/receipts/" + "０" * 400,
        f"{URL}/receipts/" + "٣" * 400,
        "\0" * 500,
        "https://" + "a" * 5_000,
        "<script>" * 100,
    ],
    ids=range(14),
)
def test_what_is_no_code_of_ours_is_told_so(text: str) -> None:
    assert not is_paper_code(text)
    assert fault_of(text) is CodeFault.NOT_OURS


def test_hostile_digits_are_refused_calmly() -> None:
    chance = random.Random(1)
    for length in (300, 301, 700, 1_999, 2_000):
        for _ in range(100):
            digits = str(chance.randrange(1, 10)) + "".join(chance.choices("0123456789", k=length - 1))
            assert fault_of(digits) in CodeFault


@given(st.binary(min_size=1, max_size=400))
def test_hostile_bytes_of_our_form_are_refused_calmly(rest: bytes) -> None:
    content = bytes([paper_code._FIRST, paper_code._VERSION]) + rest
    digits = str(int.from_bytes(content)).ljust(300, "0")
    assert fault_of(digits) in CodeFault
    assert fault_of(str(int.from_bytes(content.ljust(150, b"\0")))) in CodeFault


def _signed(body: bytes) -> str:
    """Digits of this body as the device itself would sign it."""
    content = bytes([paper_code._FIRST]) + body + DEVICE.sign(b"paper\0" + body) + SIGNED
    return str(int.from_bytes(content))


def test_what_a_newer_version_signs_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    body = paper_code._written(SAID) + bytes(8)
    assert open_paper_code(_signed(body), PINNED).said == SAID
    assert fault_of(_signed(bytes([2]) + body[1:])) is CodeFault.NEWER
    assert fault_of(_signed(body[:1] + bytes([len(PAPER_KINDS)]) + body[2:])) is CodeFault.NEWER
    later = body[: paper_code._HEAD.size - 16] + b"\xff" * 8 + body[paper_code._HEAD.size - 8 :]
    assert fault_of(_signed(later)) is CodeFault.DAMAGED


@pytest.mark.parametrize(
    "changes",
    [
        {"own": -1},
        {"points": 2**32},
        {"number": 2**32},
        {"issued_at": datetime(1969, 12, 31, tzinfo=UTC)},
        {"order_number": "9" * 61},
        {"digest": b""},
        {"kind": "letter"},
    ],
    ids=str,
)
def test_what_no_code_can_hold_is_not_sealed(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each for its own reason
        seal_paper(replace(SAID, **changes), URL, SIGNED, DEVICE)  # type: ignore[arg-type]


class TestCertificate:
    def test_comes_back(self) -> None:
        assert read_certificate(SIGNED, PINNED) == CERTIFICATE

    def test_each_byte_counts(self) -> None:
        for at in range(len(SIGNED)):
            changed = bytes([*SIGNED[:at], SIGNED[at] ^ 1, *SIGNED[at + 1 :]])
            with pytest.raises(DeviceCertificateInvalid):
                read_certificate(changed, PINNED)

    @pytest.mark.parametrize(
        "content",
        [b"", SIGNED[:64], SIGNED[:-1], SIGNED + b"\0"],
        ids=["nothing", "a signature", "less", "more"],
    )
    def test_less_or_more_is_none(self, content: bytes) -> None:
        with pytest.raises(DeviceCertificateInvalid):
            read_certificate(content, PINNED)

    def test_a_key_of_another_length_is_nobodys(self) -> None:
        with pytest.raises(DeviceCertificateInvalid):
            read_certificate(SIGNED, b"short")

    @pytest.mark.parametrize(
        "body", [b"\x02" + SIGNED[1:-64], SIGNED[:-64] + b"more"], ids=["version", "longer"]
    )
    def test_another_version_of_centrals_is_none_of_ours(self, body: bytes) -> None:
        with pytest.raises(DeviceCertificateInvalid):
            read_certificate(body + CENTRAL.sign(b"device-certificate\0" + body), PINNED)

    @pytest.mark.parametrize("changes", [{"terminal": "櫃" * 100}, {"public_key": b""}, {"device_id": "1"}])
    def test_what_is_no_device_is_not_certified(self, changes: dict[str, object]) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - each for its own reason
            issue_certificate(replace(CERTIFICATE, **changes), CENTRAL)  # type: ignore[arg-type]
