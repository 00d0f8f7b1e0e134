"""The bytes of IPP: what is written can be read, and whatever is read is an answer or none."""

import struct
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.services.printing.ipp import Answer, Group, Malformed, Operation, Tag, answer, request

names = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=20)
values = st.one_of(
    st.tuples(st.sampled_from([Tag.INTEGER, Tag.ENUM]), st.integers(-(2**31), 2**31 - 1)),
    st.tuples(st.just(Tag.BOOLEAN), st.booleans()),
    st.tuples(st.sampled_from([Tag.NAME, Tag.KEYWORD, Tag.URI]), st.text(max_size=50)),
    st.tuples(st.just(Tag.KEYWORD), st.lists(st.text(max_size=9), min_size=1, max_size=4)),
)


@settings(max_examples=40)
@given(st.dictionaries(names, values, max_size=6), st.binary(max_size=30))
def test_what_is_written_can_be_read(written: dict[str, Any], document: bytes) -> None:
    asked = [(name, tag, value) for name, (tag, value) in written.items()]
    message = request(Operation.PRINT_JOB, [], asked, document)
    assert message.endswith(document)
    read = answer(message)
    assert read.status == Operation.PRINT_JOB
    (operation,) = read.of(Group.OPERATION)
    assert operation["attributes-charset"] == ("utf-8",)
    given_back = read.of(Group.JOB)
    expected = {name: tuple(v) if isinstance(v, list) else (v,) for name, (_, v) in written.items()}
    assert given_back == ([expected] if expected else [])


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_anything_else_is_no_answer(noise: bytes) -> None:
    with suppress(Malformed):
        assert isinstance(answer(noise), Answer)


def test_half_an_answer_is_none() -> None:
    message = request(Operation.GET_JOBS, [("job-name", Tag.NAME, "kiosk 1")])
    for length in range(len(message)):
        with pytest.raises(Malformed):
            answer(message[:length])


def piece(tag: int, name: bytes, value: bytes) -> bytes:
    return bytes([tag]) + struct.pack(">H", len(name)) + name + struct.pack(">H", len(value)) + value


def test_collections_are_passed_over_and_other_values_are_none() -> None:
    body = b"".join(
        (
            bytes([Group.PRINTER]),
            piece(0x34, b"media-col-default", b""),  # a collection,
            piece(0x4A, b"", b"media-size"),
            piece(0x34, b"", b""),  # with another one in it
            piece(0x4A, b"", b"x-dimension"),
            piece(0x21, b"", struct.pack(">i", 21000)),
            piece(0x37, b"", b""),
            piece(0x37, b"", b""),
            piece(0x44, b"media-ready", b"iso_a4_210x297mm"),
            piece(0x44, b"", b"na_letter_8.5x11in"),
            piece(0x30, b"printer-input-tray", b"level=5;"),
            piece(0x32, b"printer-resolution-default", bytes(9)),
            piece(0x13, b"printer-more-info", b""),
            bytes([0x03]),
        )
    )
    read = answer(struct.pack(">BBHI", 2, 0, 0, 1) + body)
    assert read.of(Group.PRINTER) == [
        {
            "media-ready": ("iso_a4_210x297mm", "na_letter_8.5x11in"),
            "printer-input-tray": ("level=5;",),
            "printer-resolution-default": (),
            "printer-more-info": (),
        }
    ]
