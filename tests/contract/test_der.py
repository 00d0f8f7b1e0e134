import pytest
from asn1crypto import core  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract import der

NUMBERS = st.lists(st.integers(0, 2**40), max_size=6)
ROOTS = st.tuples(st.sampled_from([0, 1]), st.integers(0, 39)) | st.tuples(st.just(2), st.integers(0, 999))


@given(st.lists(st.tuples(st.sampled_from([0x04, 0x0C, 0x30, 0xA0]), st.binary(max_size=300)), max_size=4))
def test_elements_are_found_one_after_the_other(parts: list[tuple[int, bytes]]) -> None:
    written = b"".join(bytes([tag]) + _length(len(content)) + content for tag, content in parts)
    assert list(der.elements(written)) == parts


@pytest.mark.parametrize(
    "wrong",
    [
        b"\x30", b"\x30\x01", b"\x30\x80", b"\x30\x84\0\0\0\0", b"\x30\x82\x01", b"\x1f\x01\0",
        b"\x05\0\x30\x01",
    ],
)  # fmt: skip
def test_what_makes_no_sense(wrong: bytes) -> None:
    with pytest.raises(ValueError, match=r"length|element"):
        list(der.elements(wrong))


@pytest.mark.parametrize("wrong", [b"", b"\x30\0\x30\0", b"\x31\0"])
def test_one_element_alone(wrong: bytes) -> None:
    assert der.only(b"\x30\0", der.SEQUENCE) == b""
    with pytest.raises(ValueError, match="another"):
        der.only(wrong, der.SEQUENCE)


@given(ROOTS, NUMBERS)
def test_an_identifier_reads_as_people_write_it(root: tuple[int, int], numbers: list[int]) -> None:
    written = ".".join(map(str, (*root, *numbers)))
    assert der.dotted(core.ObjectIdentifier(written).contents) == written


@pytest.mark.parametrize("wrong", [b"", b"\x88", b"\x2a\x86"])
def test_an_identifier_that_is_none(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="identifier"):
        der.dotted(wrong)


@pytest.mark.parametrize(
    "kind",
    [
        core.UTF8String, core.NumericString, core.PrintableString, core.TeletexString, core.IA5String,
        core.VisibleString, core.GeneralString, core.UniversalString, core.BMPString,
    ],
)  # fmt: skip
def test_a_text_of_any_kind(kind: type[core.AbstractString]) -> None:
    ((tag, content),) = der.elements(kind("6789").dump())
    assert der.text(tag, content) == "6789"
    assert der.text(der.OBJECT_IDENTIFIER, content) is None


def _length(of: int) -> bytes:
    return bytes([of]) if of < 128 else bytes([0x82]) + of.to_bytes(2, "big")
