"""What people type, made plain before it is looked at."""

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp"})
_SYMBOLS = frozenset({"Sk", "So"})


def name_of(text: str) -> str:
    """A name without line breaks and unseen marks; its letters stay, for NFKC would change rare ones."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in _INVISIBLE).strip()


def symbol_in(name: str) -> str:
    """The first emoji or other symbol in `name`, which no register has and no paper shows; else ""."""
    return next((letter for letter in name if unicodedata.category(letter) in _SYMBOLS), "")


def plain(text: str) -> str:
    """`text` with full-width characters made plain (NFKC), without line breaks and unseen marks."""
    return name_of(unicodedata.normalize("NFKC", text))


def digits_of(text: str) -> str:
    """A number as people write it: full-width digits made plain, spaces and dashes left out."""
    return plain(text).replace(" ", "").replace("-", "")


def lines_of(text: str) -> str:
    """`text` as written in several lines, without unseen marks and halves of letters; its letters stay."""
    lines = text.encode("utf-8", "ignore").decode().replace("\t", " ").splitlines()
    return "\n".join(name_of(line) for line in lines).strip()
