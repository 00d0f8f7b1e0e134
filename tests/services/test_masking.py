import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.masking import mask_email, mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("林曉明", "林○明"),
        ("王明", "王○"),
        ("歐陽曉明", "歐○○明"),
        ("王", "王"),
        ("", ""),
        (" 林曉明 ", "林○明"),
    ],
)
def test_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown


def test_numbers_and_addresses() -> None:
    assert mask_id("A123456789") == "A12****789"
    assert mask_id("A12345") == "******"
    assert mask_email("coop@example.org") == "c***@example.org"
    assert mask_phone("0912345678") == "*******678"


@given(st.text(min_size=3, alphabet=st.characters(whitelist_categories=["Lo"])))
def test_the_middle_of_a_name_is_never_shown(name: str) -> None:
    assert set(mask_name(name)[1:-1]) == {"○"}
    assert len(mask_name(name)) == len(name)
