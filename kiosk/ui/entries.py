"""What people type and paste: how it is made plain, and what cannot stand on which kind of line."""

import re
import string
import unicodedata
from collections.abc import Callable
from enum import Enum

_HALVES = "Cs"  # of letters beyond the BMP: what is left where one was cut in two
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", _HALVES})
_SYMBOLS = frozenset({"Me", "Sk", "So"})
_PICTURES = "\U0001f000"  # emoji and game pieces from here on; before it ㎡, ℃, ○ and ※ are common in print
_BREAK = re.compile(r"[ \u3000]*[\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+[ \u3000]*")
_ENDS = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_WIDE_BLANK, _TO_NARROW = 0x3000, 0xFF01 - 0x21
_FULL_WIDTH = {ord(narrow) + _TO_NARROW: narrow for narrow in string.digits + string.ascii_letters}
_FULL_WIDTH[_WIDE_BLANK] = " "
_NOT_IN_NUMBERS = str.maketrans("", "", " -,()")


class Entry(Enum):
    """What belongs on a line."""

    NAME = "name"  # of a person, a cooperative, a street: letters as they are, and no symbols
    PROSE = "prose"  # sentences that are printed: no emoji, for which papers have no type
    WORDS = "words"  # whatever one wants to say or look for
    CODE = "code"  # mail and web addresses, accounts, IDs: ASCII
    NUMBER = "number"  # digits, however they are grouped
    HIDDEN_CODE = "hidden_code"  # a code that nobody who looks on shall read
    HIDDEN = "hidden"  # a password: as typed, to the last blank, and not read either


def tidy(text: str, kind: Entry) -> str:
    """`text` as it is understood on a line of that kind, in one line and without what nobody sees."""
    match kind:
        case Entry.NAME | Entry.PROSE | Entry.WORDS:
            return name_of(text)
        case Entry.CODE | Entry.HIDDEN_CODE:
            return plain(text)
        case Entry.NUMBER:
            return digits_of(text)
        case Entry.HIDDEN:
            return text


def stranger_in(text: str, kind: Entry) -> str:
    """The first letter of `text`, made plain, that cannot stand on a line of that kind; else ""."""
    return next((letter for letter in tidy(text, kind) if not _FITS[kind](letter)), "")


def _is_letter(letter: str) -> bool:
    return unicodedata.category(letter) not in _SYMBOLS


def _is_printed(letter: str) -> bool:
    return _is_letter(letter) or letter < _PICTURES


_FITS: dict[Entry, Callable[[str], bool]] = {
    Entry.NAME: _is_letter,
    Entry.PROSE: _is_printed,
    Entry.WORDS: lambda _letter: True,
    Entry.CODE: str.isascii,
    Entry.NUMBER: "+0123456789".__contains__,
    Entry.HIDDEN_CODE: str.isascii,
    Entry.HIDDEN: lambda _letter: True,
}


def name_of(text: str) -> str:
    """A name in one line, wide digits and Latin made narrow; the rest stays, as NFKC changes rare ones."""
    return _seen(_in_one_line(text.translate(_FULL_WIDTH)))


def plain(text: str) -> str:
    """`text` with full-width characters made plain (NFKC), in one line and without unseen marks."""
    return _seen(_in_one_line(unicodedata.normalize("NFKC", text)))


def digits_of(text: str) -> str:
    """A number as people write it: full-width digits made plain; no blanks, dashes, commas, brackets."""
    return plain(text).translate(_NOT_IN_NUMBERS)


def lines_of(text: str) -> str:
    """`text` as written in several lines, without unseen marks and halves of letters; its letters stay."""
    return "\n".join(_seen(line) for line in text.replace("\t", " ").splitlines()).strip()


def cells_of(text: str) -> str:
    """The same as it is pasted: tabs between the cells of a table stay, and blanks at the ends."""
    return "\n".join("\t".join(map(_without_unseen, line.split("\t"))) for line in _ENDS.split(text))


def _in_one_line(text: str) -> str:
    """A break between Chinese letters is nothing, for Chinese has no blanks between words; else a blank."""

    def join(found: re.Match[str]) -> str:
        around = text[: found.start()][-1:], text[found.end() :][:1]
        wide = all(letter and unicodedata.east_asian_width(letter) in "WF" for letter in around)
        return "" if wide else " "

    return _BREAK.sub(join, text)


def _seen(text: str) -> str:
    return _without_unseen(text).strip()


def _without_unseen(text: str) -> str:
    return "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN)
