"""Lists that people paste from a spreadsheet: the roll of members, a budget, the elected.

Every line is taken. A cell that cannot be read is left open, and told with the number of its line.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto

from kiosk.domain.founding.case import Member
from kiosk.domain.founding.record import BudgetLine, Officer, Post
from kiosk.domain.roc_date import read_day

MOST_LINES = 20_000
_MOST_FIGURES = 12
_LONGEST = 60  # letters of a name or a number; what is longer comes from another column
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # not what the library does not know yet: rare letters are in names
_COLUMNS = ("name", "id_number", "birth_date", "shares", "paid_in")
_HEADS: Mapping[str, str] = {
    "姓名": "name",
    "社員姓名": "name",
    "name": "name",
    "身分證統一編號": "id_number",
    "身分證字號": "id_number",
    "身分證號": "id_number",
    "身分證號碼": "id_number",
    "身分證": "id_number",
    "統一編號": "id_number",
    "id": "id_number",
    "idno.": "id_number",
    "idnumber": "id_number",
    "出生日期": "birth_date",
    "出生年月日": "birth_date",
    "生日": "birth_date",
    "birthdate": "birth_date",
    "dateofbirth": "birth_date",
    "認購股數": "shares",
    "認股數": "shares",
    "股數": "shares",
    "shares": "shares",
    "已繳股款": "paid_in",
    "已繳金額": "paid_in",
    "已繳": "paid_in",
    "paidin": "paid_in",
}
_POSTS: Mapping[str, Post] = {
    "理事主席": Post.DIRECTORS_CHAIR,
    "候補理事": Post.ALTERNATE_DIRECTOR,
    "理事": Post.DIRECTOR,
    "監事主席": Post.SUPERVISORS_CHAIR,
    "候補監事": Post.ALTERNATE_SUPERVISOR,
    "監事": Post.SUPERVISOR,
}


class Fault(StrEnum):
    """What is wrong with a line that was pasted."""

    DAY = auto()  # no day that exists
    NUMBER = auto()  # no whole number, or a negative one
    COLUMNS = auto()  # more cells than there are columns
    POST = auto()  # no such post
    LINES = auto()  # more lines than are taken
    LONG = auto()  # longer than a name or a number is


@dataclass(frozen=True, slots=True)
class LineFault:
    """`line` counts from 1 as pasted; `cell` names the column, "" where it is about the line."""

    line: int
    fault: Fault
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """Members as pasted; `lines` says on which line each of them stood."""

    members: tuple[Member, ...]
    lines: tuple[int, ...]
    faults: tuple[LineFault, ...]


def read_roll(text: str) -> Roll:
    """The roll of members in `text`: 姓名, 身分證統一編號, 出生日期, 認購股數, 已繳股款, or as it is headed.

    Cells are parted by tabs, or by commas where there are none, and may stand in quotes; empty lines are
    passed over.
    """
    members: list[Member] = []
    numbers: list[int] = []
    faults: list[LineFault] = []
    columns: Sequence[str] = _COLUMNS
    for number, cells in _lines(text):
        if number > MOST_LINES:
            faults.append(LineFault(number, Fault.LINES))
            break
        heads = [_HEADS.get(_head(cell), "") for cell in cells]
        if sum(map(bool, heads)) > 1:  # on top, below a title, or once more on another page
            columns = heads
            continue
        if any(cells[len(columns) :]):
            faults.append(LineFault(number, Fault.COLUMNS))
        members.append(_member(number, dict(zip(columns, cells, strict=False)), faults))
        numbers.append(number)
    return Roll(tuple(members), tuple(numbers), tuple(faults))


def write_roll(members: Sequence[Member]) -> str:
    """The roll as it can be pasted, with its heads."""
    heads = "姓名\t身分證統一編號\t出生日期\t認購股數\t已繳股款"
    return "\n".join([heads, *(_written(member) for member in members)])


def read_budget(text: str) -> tuple[tuple[BudgetLine, ...], tuple[LineFault, ...]]:
    """A budget: each line an item and its whole NT$, the last cell or word."""
    lines, faults = [], []
    for number, cells in _lines(text):
        words = cells if len(cells) > 1 else cells[0].rsplit(None, 1)
        amount = _amount(words[-1]) if len(words) > 1 else None
        if amount is None:
            faults.append(LineFault(number, Fault.NUMBER, "amount"))
        else:
            lines.append(BudgetLine(" ".join(words[:-1]).strip(), amount))
    return tuple(lines), tuple(faults)


def read_officers(text: str) -> tuple[tuple[Officer, ...], tuple[LineFault, ...]]:
    """The elected: each line a post and a name, as in 理事主席 林曉明."""
    officers, faults = [], []
    for number, cells in _lines(text):
        line = " ".join(cells)
        word = next((word for word in _POSTS if line.startswith(word)), None)
        name = line.removeprefix(word or "").strip(" ：:")
        if word is None or not name:
            faults.append(LineFault(number, Fault.POST))
        else:
            officers.append(Officer(_POSTS[word], name))
    return tuple(officers), tuple(faults)


def post_word(post: Post) -> str:
    """The Chinese word of a post."""
    return next(word for word, known in _POSTS.items() if known is post)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        plain = "".join(
            letter for letter in line if letter == "\t" or unicodedata.category(letter) not in _UNSEEN
        )
        parted = plain.split("\t") if "\t" in plain else _COMMA.split(plain)
        cells = [cell.strip(' "') for cell in parted]
        if any(cells):
            yield number, cells


_COMMA = re.compile(r"[,，](?![0-9]{3}(?![0-9]))")  # not the one within 1,000


def _member(number: int, cells: Mapping[str, str], faults: list[LineFault]) -> Member:
    birth, born = _plain(cells.get("birth_date", "")), None
    if birth:
        born = read_day(birth)
        if born is None:
            faults.append(LineFault(number, Fault.DAY, "birth_date"))
    amounts: dict[str, int | None] = {}
    for name in ("shares", "paid_in"):
        written = cells.get(name, "")
        amounts[name] = _amount(written)
        if written and amounts[name] is None:
            faults.append(LineFault(number, Fault.NUMBER, name))
    texts = {"name": cells.get("name", ""), "id_number": _plain(cells.get("id_number", "")).upper()}
    for name, written in texts.items():
        if len(written) > _LONGEST:
            faults.append(LineFault(number, Fault.LONG, name))
            texts[name] = ""
    return Member(
        name=texts["name"] or None,
        id_number=texts["id_number"] or None,
        birth_date=born,
        shares=amounts["shares"],
        paid_in=amounts["paid_in"],
    )


def _amount(text: str) -> int | None:
    """A whole number as people write it: 1,000, NT$1,000, １０００元; None for what is none."""
    plain = _plain(text).upper().removeprefix("NT$").removeprefix("$").removesuffix("元").removesuffix("股")
    if not _WHOLE.fullmatch(plain):
        return None
    figures = plain.partition(".")[0].replace(",", "").lstrip("0") or "0"
    return int(figures) if len(figures) <= _MOST_FIGURES else None


# Commas part thousands; anywhere else nobody knows what they mean. Figures after the point are zeros.
_WHOLE = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0+)?")


def _head(cell: str) -> str:
    """A head as it is looked up: 姓　名, 認購股數（股） and 身份證字號 are written like the usual ones."""
    return _plain(cell).lower().partition("(")[0].rstrip(":*").replace("身份證", "身分證")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _written(member: Member) -> str:
    born = f"{member.birth_date:%Y/%m/%d}" if member.birth_date else ""
    values = (member.name, member.id_number, born, member.shares, member.paid_in)
    return "\t".join("" if value is None else str(value) for value in values)
