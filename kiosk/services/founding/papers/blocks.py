"""What a paper consists of, whatever it is made into. A gap is None, and becomes a line to write on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; an empty line before and after is the maker's."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels and values, one below another."""

    rows: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """So many empty lines to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `widths` are parts of the whole, `least` how many rows there are at least, filled or not."""

    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str | None, ...], ...]
    least: int = 0


Block = Heading | Paragraph | Fields | Lines | Table


@dataclass(frozen=True, slots=True)
class FoundingPaper:
    """A paper: its title, what it is for, and its blocks. `note` says that it is a draft of ours."""

    title: str
    note: str
    blocks: tuple[Block, ...]


def text_or_gap(text: str | None, lines: int = 2) -> Block:
    """What was written, or lines to write it on."""
    return Paragraph(text.strip()) if text and text.strip() else Lines(lines)
