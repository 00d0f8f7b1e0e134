from base64 import b64encode
from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.contract import request_signature
from kiosk.contract.plain_request_signature import Signed
from kiosk.contract.request_signature import (
    WINDOW,
    RequestSignatureInvalid,
    SignatureFailure,
    sign_request,
    verify_request,
)

DEVICE = "01890a5d-ac96-774b-bcce-b302099a8057"
KEY, OTHER_KEY = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
NOW = datetime(2026, 1, 15, 2, 3, 4, tzinfo=UTC)
URL = "http://127.0.0.1:8000/v1/commands"
BODY = b'{"commands":[]}'
SECOND = timedelta(seconds=1)


def public_key(device_id: str) -> Ed25519PublicKey | None:
    return KEY.public_key() if device_id == DEVICE else None


def signed(**changes: Any) -> dict[str, str]:
    request: dict[str, Any] = {
        "method": "POST", "url": URL, "body": BODY, "device_id": DEVICE, "key": KEY, "at": NOW,
    }  # fmt: skip
    return sign_request(**(request | changes))


def verified(headers: MutableMapping[str, str], **changes: Any) -> str:
    request: dict[str, Any] = {
        "method": "POST", "url": URL, "body": BODY, "public_key": public_key, "now": NOW,
    }  # fmt: skip
    return verify_request(headers=headers, **(request | changes))


def refused(
    headers: MutableMapping[str, str], why: SignatureFailure = SignatureFailure.WRONG, **changes: Any
) -> None:
    with pytest.raises(RequestSignatureInvalid) as refusal:
        verified(headers, **changes)
    assert refusal.value.failure is why


def test_a_request_says_which_device_it_comes_from() -> None:
    headers = signed()
    assert headers.keys() == {"Content-Digest", "Signature-Input", "Signature"}
    assert verified(headers) == DEVICE


def test_a_request_without_a_body() -> None:
    url = "http://127.0.0.1:8000/v1/events?after=c1&limit=100"
    headers = signed(method="GET", url=url, body=b"")
    assert "Content-Digest" not in headers
    assert verified(headers, method="GET", url=url, body=b"") == DEVICE


def test_names_of_headers_may_arrive_in_small_letters() -> None:
    assert verified({name.lower(): value for name, value in signed().items()}) == DEVICE


def test_other_headers_do_not_matter() -> None:
    assert verified(signed() | {"User-Agent": "kiosk", "Content-Type": "application/json"}) == DEVICE


@pytest.mark.parametrize(
    "changes",
    [
        {"body": BODY + b" "},
        {"body": b""},
        {"method": "PUT"},
        {"url": URL + "/"},
        {"url": URL + "?limit=1"},
        {"url": "http://127.0.0.1:8001/v1/commands"},
        {"url": "http://central.example.com/v1/commands"},
    ],
)
def test_a_request_that_was_changed(changes: dict[str, Any]) -> None:
    refused(signed(), **changes)


def test_a_body_that_was_put_in_later() -> None:
    headers = signed(body=b"")
    refused(headers)
    digest = b64encode(sha256(BODY).digest()).decode()
    refused(headers | {"Content-Digest": f"sha-256=:{digest}:"})


def test_another_query() -> None:
    url = "http://127.0.0.1:8000/v1/events?after=c1"
    headers = signed(method="GET", url=url, body=b"")
    refused(headers, method="GET", url=url.replace("c1", "c2"), body=b"")


@pytest.mark.parametrize(
    ("distance", "why"),
    [
        (WINDOW + SECOND, SignatureFailure.TOO_OLD),
        (timedelta(days=365), SignatureFailure.TOO_OLD),
        (-WINDOW - SECOND, SignatureFailure.AHEAD),
    ],
)
def test_a_request_of_another_time(distance: timedelta, why: SignatureFailure) -> None:
    refused(signed(), why, now=NOW + distance)


def test_the_time_of_a_forged_request_is_nobodys_business() -> None:
    refused(signed(key=OTHER_KEY), now=NOW + timedelta(days=1))


@pytest.mark.parametrize("distance", [WINDOW, -WINDOW, SECOND])
def test_clocks_may_differ_a_little(distance: timedelta) -> None:
    assert verified(signed(), now=NOW + distance) == DEVICE


def test_the_zone_of_a_clock_does_not_matter() -> None:
    assert verified(signed(at=datetime.fromisoformat("2026-01-15T10:03:04+08:00"))) == DEVICE


def test_unknown_devices_and_other_keys() -> None:
    refused(signed(device_id="01890a5d-ac96-774b-bcce-b302099a8058"), SignatureFailure.UNKNOWN_DEVICE)
    refused(signed(), SignatureFailure.UNKNOWN_DEVICE, public_key=lambda _: None)
    refused(signed(key=OTHER_KEY))


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Signature-Input", ""),
        ("Signature-Input", "garbage"),
        ("Signature-Input", 'pyhms=("@method");created=1'),
        ("Signature-Input", "pyhms=();;;"),
        ("Signature-Input", "\x00\ud800"),
        ("Signature", ""),
        ("Signature", "pyhms=:AAAA:"),
        ("Signature", "pyhms=:not base64:"),
        ("Signature", "other=:AAAA:"),
        ("Content-Digest", ""),
        ("Content-Digest", "sha-256=:AAAA:"),
        ("Content-Digest", "md5=:AAAA:"),
    ],
)
def test_garbage_in_a_header(header: str, value: str) -> None:
    refused(signed() | {header: value})


@pytest.mark.parametrize("header", ["Signature-Input", "Signature", "Content-Digest"])
def test_a_header_that_is_missing(header: str) -> None:
    refused({name: value for name, value in signed().items() if name != header})


def test_no_signature_at_all() -> None:
    refused({}, SignatureFailure.UNSIGNED)
    refused({"Content-Digest": signed()["Content-Digest"]}, SignatureFailure.UNSIGNED)


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        (";created=1768442584", ""),
        (";created=1768442584", ';created="now"'),
        (";created=1768442584", ";created=99999999999999"),
        (f';keyid="{DEVICE}"', ""),
        ('"@path" ', ""),
        (';tag="kiosk-request"', ""),
        ('tag="kiosk-request"', 'tag="another"'),
    ],
)
def test_parameters_that_were_changed(what: str, instead: str) -> None:
    headers = signed()
    assert what in headers["Signature-Input"]
    refused(headers | {"Signature-Input": headers["Signature-Input"].replace(what, instead)})


class TestPlainly:
    """What our kiosks sign is verified without the library; it judges all the rest, by the same standard."""

    @pytest.fixture(autouse=True)
    def no_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def judged(*_: object) -> Signed:
            raise Judged

        monkeypatch.setattr(request_signature, "_signed", judged)

    @pytest.mark.parametrize(
        ("method", "url", "body"),
        [
            ("POST", URL, BODY),
            ("POST", "https://central.example/v1/commands", BODY),
            ("GET", "http://127.0.0.1:8000/v1/events?after=12.5&limit=100", b""),
            ("POST", "http://central.example:8080/v1/memberships/1/email-codes", b""),
        ],
    )
    def test_what_a_kiosk_signs(self, method: str, url: str, body: bytes) -> None:
        request = {"method": method, "url": url, "body": body}
        headers = {name.lower(): value for name, value in signed(**request).items()}
        assert verified(headers, **request) == DEVICE
        refused(headers, SignatureFailure.TOO_OLD, **request, now=NOW + WINDOW + SECOND)
        refused(headers, SignatureFailure.AHEAD, **request, now=NOW - WINDOW - SECOND)

    @pytest.mark.parametrize(
        "changes",
        [
            {"method": "PUT"},
            {"method": "post"},
            {"url": URL + "?after=1"},
            {"url": URL + "/"},
            {"url": URL.replace("127", "128")},
            {"url": URL.replace(":8000", ":80")},
            {"url": URL.replace("http:", "ftp:")},
            {"url": URL + " "},
            {"url": URL + "\n"},
            {"body": BODY + b" "},
            {"body": b""},
            {"public_key": lambda _: None},
            {"public_key": lambda _: OTHER_KEY.public_key()},
        ],
    )
    def test_another_request_is_left_to_the_library(self, changes: dict[str, Any]) -> None:
        with pytest.raises(Judged):
            verified(signed(), **changes)

    @pytest.mark.parametrize(
        ("name", "before", "after"),
        [
            ("Signature-Input", "pyhms=", "other="),
            ("Signature-Input", "created=17", "created=16"),
            ("Signature-Input", ";created", "; created"),
            ("Signature-Input", ' "@query"', ""),
            ("Signature-Input", ' "content-digest"', ""),
            ("Signature-Input", "ed25519", "hmac-sha256"),
            ("Signature-Input", "kiosk-request", "other"),
            ("Signature", "=:", ":"),
            ("Content-Digest", "sha-256", "sha-512"),
        ],
    )
    def test_other_words_are_left_to_the_library(self, name: str, before: str, after: str) -> None:
        headers = signed()
        assert before in headers[name]
        headers[name] = headers[name].replace(before, after, 1)
        with pytest.raises(Judged):
            verified(headers)

    def test_a_body_beside_a_signature_of_none(self) -> None:
        headers = signed(body=b"")
        for changes in ({}, {"Content-Digest": signed()["Content-Digest"]}):
            with pytest.raises(Judged):
                verified(headers | changes)
        with pytest.raises(Judged):
            verified(headers | {"Content-Digest": signed()["Content-Digest"]}, body=b"")

    def test_a_header_that_comes_twice(self) -> None:
        headers = signed()
        with pytest.raises(Judged):
            verified(headers | {"SIGNATURE": headers["Signature"]})


class Judged(Exception):
    """The library was asked."""


def test_the_library_judges_the_same_request_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_signature, "plainly_signed", lambda *_: None)
    assert verified(signed()) == DEVICE
    refused(signed(), body=BODY + b" ")
    refused(signed(), SignatureFailure.TOO_OLD, now=NOW + WINDOW + SECOND)
