import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.enrolment_ticket import (
    EnrolmentTicket,
    TicketMalformed,
    key_mark,
    read_ticket,
    shows,
)

KEY = base64.b64encode(bytes(range(32))).decode()
CODE = "ABCD-EFGH-JKLM-NPQR"
URL = "https://central.example"
TICKET = EnrolmentTicket(CODE, URL, key_mark(KEY))


def test_what_was_scanned_is_what_was_printed() -> None:
    assert read_ticket(f" {TICKET.text()}\n") == TICKET
    assert read_ticket(TICKET.text(), URL) == TICKET
    assert shows(KEY, TICKET.mark)


@given(st.binary(min_size=32, max_size=32))
def test_another_key_does_not_show_the_mark(raw: bytes) -> None:
    other = base64.b64encode(raw).decode()
    assert shows(other, TICKET.mark) is (other == KEY)


def test_no_key_shows_no_mark() -> None:
    assert not shows("?", TICKET.mark)
    assert not shows("", TICKET.mark)


@pytest.mark.parametrize("typed", [CODE, "abcd efgh jklm npqr", "ABCDEFGHJKLMNPQR", f"  {CODE} "])
def test_a_typed_code_needs_an_address(typed: str) -> None:
    ticket = read_ticket(typed, f"{URL}/")
    assert (ticket.code.replace("-", ""), ticket.central_url, ticket.mark) == ("ABCDEFGHJKLMNPQR", URL, "")
    with pytest.raises(TicketMalformed):
        read_ticket(typed)


@pytest.mark.parametrize(
    "torn",
    [TICKET.text()[:20], TICKET.text()[:60], "kiosk-enrol:", "", "ABCD", f"{CODE}O", "0000-0000-0000-0000"],
)
def test_what_is_no_ticket(torn: str) -> None:
    with pytest.raises(TicketMalformed):
        read_ticket(torn, "" if torn.startswith("kiosk") else URL)


def test_a_scanner_with_caps_lock_on() -> None:
    assert read_ticket(TICKET.text().swapcase()) == TICKET
    assert read_ticket(TICKET.text().upper(), f"{URL.upper()}/") == TICKET


def test_a_ticket_of_another_central_than_the_one_named() -> None:
    with pytest.raises(TicketMalformed):
        read_ticket(TICKET.text(), "https://other.example")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://central.example:8443/base", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("http://central.example", False),
        ("http://10.0.0.1", False),
        ("ftp://127.0.0.1", False),
        ("https://user@central.example", False),
        ("https://central.example?x=1", False),
        ("https://central.example#x", False),
        ("https://[central", False),
        ("https://central.example:port", False),
        ("https://", False),
        ("https://central.example\\", False),
        ('https://central.example"', False),
        ("https://central.example other", False),
        ("https://central.\nexample", False),
    ],
)
def test_addresses(url: str, safe: bool) -> None:
    if safe:
        assert read_ticket(CODE, url).central_url == url
    else:
        with pytest.raises(TicketMalformed):
            read_ticket(CODE, url)
