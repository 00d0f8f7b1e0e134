import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.cardreader.tlv import Node, TlvMalformed, encode, end_of_objects, nodes, whole_length

TAGS = st.sampled_from([0x04, 0x30, 0x61, 0xA0, 0x5F2D, 0x7F49])


@given(
    st.lists(st.tuples(TAGS, st.binary(max_size=70_000)), max_size=4),
    st.sampled_from([b"", b"\0\0", b"\xff"]),
)
def test_what_was_written_is_read(objects: list[tuple[int, bytes]], padding: bytes) -> None:
    data = b"".join(encode(tag, value) for tag, value in objects) + padding
    assert list(nodes(data)) == [Node(tag, value) for tag, value in objects]


@given(TAGS, st.binary(max_size=300))
def test_the_header_tells_the_length(tag: int, value: bytes) -> None:
    data = encode(tag, value)
    assert whole_length(data[:8]) == len(data)


@given(st.lists(st.tuples(TAGS, st.binary(max_size=300)), max_size=4), st.binary(max_size=4))
def test_the_end_lies_before_the_padding(objects: list[tuple[int, bytes]], beyond: bytes) -> None:
    data = b"".join(encode(tag, value) for tag, value in objects)
    assert end_of_objects(data) == len(data)
    assert end_of_objects(data + b"\0" + beyond) == len(data)
    if objects and objects[-1][1]:
        assert end_of_objects(data[:-1]) == len(data)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_nodes_or_refusal(data: bytes) -> None:
    try:
        total = sum(len(node.value) for node in nodes(data))
    except TlvMalformed:
        return
    assert total <= len(data)


@pytest.mark.parametrize("data", ["30", "3080", "300401", "3081", "30840000000100", "5F", "5FFFFFFF01"])
def test_refuses(data: str) -> None:
    with pytest.raises(TlvMalformed):
        list(nodes(bytes.fromhex(data)))


@pytest.mark.parametrize("data", ["30", "3081", "5F"])
def test_where_a_header_is_cut_off_no_end_is_known(data: str) -> None:
    with pytest.raises(TlvMalformed):
        end_of_objects(bytes.fromhex(data))
