"""What somebody looks for, without the differences that nobody types on purpose."""

import re
import unicodedata

_BETWEEN = re.compile(r"[\s,.、。;:/|·・]+")
_ONE_LETTER = str.maketrans({"台": "臺"})


def plain(text: str) -> str:
    """One width, no capitals, and 台 written as 臺."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_ONE_LETTER)


def words_in(text: str) -> list[str]:
    """The words of a search, `plain`; between them a space or any mark that keeps words apart."""
    return [word for word in _BETWEEN.split(plain(text)) if word]
