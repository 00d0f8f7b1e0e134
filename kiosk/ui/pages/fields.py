"""What people type, made plain before it is looked at."""

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf"})


def plain(text: str) -> str:
    """`text` with full-width letters and digits made plain (NFKC), without line breaks and unseen marks."""
    shown = (
        letter
        for letter in unicodedata.normalize("NFKC", text)
        if unicodedata.category(letter) not in _INVISIBLE
    )
    return "".join(shown).strip()


def digits_of(text: str) -> str:
    """A number as people write it: full-width digits made plain, spaces and dashes left out."""
    return plain(text).replace(" ", "").replace("-", "")
