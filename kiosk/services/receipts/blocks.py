"""What a paper consists of, before it is known how large its sheets are."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.services.receipts.layout import Label


@dataclass(frozen=True)
class Heading:
    """The title of what follows; `columns` are the titles of its figures."""

    label: Label
    columns: tuple[Label, ...] = ()


@dataclass(frozen=True)
class Row:
    """Fields, each with its label: one over the whole width, or two side by side."""

    fields: tuple[tuple[Label, str], ...]


@dataclass(frozen=True)
class Figures:
    """Amounts, each right under its column's title; with a remark if there is one."""

    label: Label
    amounts: tuple[int, ...]
    remark: Label | None = None


@dataclass(frozen=True)
class Total:
    """The last row of amounts, larger and closed by a strong line; `words` is the amount in words."""

    label: Label
    amounts: tuple[int, ...]
    remark: Label | None = None
    words: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its share of the width; `align` 1 sets it to the right, as figures are."""

    label: Label
    share: float
    align: int = 0


@dataclass(frozen=True)
class Table:
    """Rows of texts under their columns. `main` is the column that a narrow paper gives a line of its own."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    main: int = 0


@dataclass(frozen=True)
class Checks:
    """A list to be ticked: whether each is done, what it is, and in smaller type what is said about it."""

    items: Sequence[tuple[bool, str, str]]


@dataclass(frozen=True)
class Radar:
    """Scores of 100 around a centre, and the same as bars."""

    scores: Sequence[tuple[Label, int]]


@dataclass(frozen=True)
class Statement:
    """Something that has to be seen, framed; in small type below it what goes with it."""

    label: Label
    note: Label


@dataclass(frozen=True)
class Note:
    """A sentence in small type, in both languages."""

    label: Label


Block = Heading | Row | Figures | Total | Table | Checks | Radar | Statement | Note


@dataclass(frozen=True)
class Copy:
    """One of the copies of a paper: its number, who keeps it, and what is said about keeping it."""

    number: Label
    keeper: Label
    keeping: Label


_OFFICE = (
    Label("辦理單位存查聯", "for the office"),
    Label("本聯至少保存五年", "To be kept for at least five years"),
)
_KEPT = Label("請妥善保存本聯", "Please keep this copy")
ONE_FOR_THE_OFFICE = (Copy(Label("單聯", "Single copy"), *_OFFICE),)


def two_copies(keeper: Label) -> tuple[Copy, Copy]:
    """One for `keeper`, one for the office."""
    return (
        Copy(Label("第一聯", "Copy 1 of 2"), keeper, _KEPT),
        Copy(Label("第二聯", "Copy 2 of 2"), *_OFFICE),
    )


FOR_THE_COOPERATIVE = two_copies(Label("合作社收執聯", "for the cooperative"))
COOPERATIVES_SEAL = Label("合作社蓋章處", "Cooperative's seal")
OFFICES_SEAL = Label("辦理單位蓋章處", "Office's seal")


@dataclass(frozen=True)
class Content:
    """A paper's title, what stands below it, its copies, and the seals that it asks for (two at most)."""

    title: Label
    blocks: tuple[Block, ...]
    copies: tuple[Copy, ...] = FOR_THE_COOPERATIVE
    seals: tuple[Label, ...] = (COOPERATIVES_SEAL, OFFICES_SEAL)
