"""Blocks set in type: strips that stay whole, to be put on pages one below the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from reportlab.lib.units import mm

from kiosk.services.receipts.blocks import (
    Block,
    Checks,
    Column,
    Figures,
    Heading,
    Note,
    Radar,
    Row,
    Statement,
    Table,
    Total,
)
from kiosk.services.receipts.charts import radar_strips
from kiosk.services.receipts.layout import LEADING, Form, Label, Sheet, Typesetter
from kiosk.services.receipts.strips import Strip

_Cell = Sequence[str]
_GAP = 3 * mm
_TICK = 3.4 * mm
_IN_A_STRIP = 20  # lines: a field that has more may go on overleaf


@dataclass(frozen=True)
class _Part:
    """Some of the lines of something long: where they start, how many they are, whether the last is there."""

    start: int
    count: int
    ends: bool

    @property
    def begins(self) -> bool:
        return self.start == 0

    def of(self, lines: list[str]) -> list[str]:
        return lines[self.start : self.start + self.count]


def _parts(lines: int) -> Iterator[_Part]:
    """So many lines, or one that is empty, in parts of which each is a strip."""
    lines = max(1, lines)
    for start in range(0, lines, _IN_A_STRIP):
        count = min(_IN_A_STRIP, lines - start)
        yield _Part(start, count, start + count == lines)


def strips_of(blocks: Sequence[Block], type_: Typesetter, form: Form) -> list[Strip]:
    """The strips of a paper, from the top down. Raises PaperError."""
    setter = _Setter(type_, form)
    return [strip for block in blocks for strip in setter.set(block)]


@dataclass(frozen=True)
class _Setter:
    type: Typesetter
    form: Form

    def set(self, block: Block) -> Iterator[Strip]:
        match block:
            case Heading():
                yield self._heading(block)
            case Row():
                yield from self._row(block)
            case Figures():
                yield self._figures(block.label, block.amounts, block.remark, total=False)
            case Total():
                yield from self._total(block)
            case Table():
                yield from self._table(block)
            case Checks():
                yield from self._checks(block)
            case Radar():
                yield from radar_strips(block, self.type, self.form)
            case Statement():
                yield self._statement(block)
            case Note():
                yield self._note(block.label)

    def _heading(self, block: Heading) -> Strip:
        form, type_ = self.form, self.type
        above = 6.6 * mm if not form.narrow else 5.4 * mm
        below = 1.9 * mm
        words = type_.width(block.label.chinese, form.heading) + type_.width(
            block.label.english, form.caption
        )
        english = block.label.english if words < (form.right - form.left) - 2 * mm else ""

        def draw(sheet: Sheet, y: float) -> None:
            base = y + above
            sheet.text(form.left, base, block.label.chinese, form.heading)
            offset = type_.width(block.label.chinese, form.heading) + 1.8 * mm
            sheet.text(form.left + offset, base, english, form.caption, grey=form.grey)
            for edge, column in zip(self._edges(len(block.columns)), block.columns, strict=True):
                if form.narrow:
                    sheet.text(edge, base, column.chinese, form.label, align=1)
                    continue
                sheet.text(edge, base, column.english, form.caption, grey=form.grey, align=1)
                offset = type_.width(column.english, form.caption) + 1.5 * mm
                sheet.text(edge - offset, base, column.chinese, form.label, align=1)
            sheet.rule(base + below, weight=0.8)

        return Strip(above + below, draw, with_next=True)

    def _row(self, block: Row) -> Iterator[Strip]:
        form = self.form
        if form.narrow or len(block.fields) == 1:
            for label, value in block.fields:
                yield from self._fields([(form.left, form.left + form.indent, form.right, label, value)])
            return
        (one, said), (other, answer) = block.fields
        middle = form.middle
        yield from self._fields(
            [
                (form.left, form.left + form.indent, middle - _GAP, one, said),
                (middle, middle + form.middle_indent, form.right, other, answer),
            ]
        )

    def _fields(self, fields: Sequence[tuple[float, float, float, Label, str]]) -> Iterator[Strip]:
        """Fields side by side; very long ones in several strips, so that they may go on overleaf."""
        form = self.form
        set_ = [
            (x, value_x, label, self.type.lines(value, form.value, right - value_x))
            for x, value_x, right, label, value in fields
        ]
        for part in _parts(max(len(lines) for *_, lines in set_)):
            yield self._fields_part(set_, part)

    def _fields_part(self, set_: Sequence[tuple[float, float, Label, list[str]]], part: _Part) -> Strip:
        """Some of the lines of fields."""
        form, step = self.form, self.form.value * LEADING
        below = step - form.value  # what stands free below a line
        depth = form.value_depth if part.begins else step - below
        height = depth + (part.count - 1) * step + (form.row - form.value_depth if part.ends else below)

        def draw(sheet: Sheet, y: float) -> None:
            for x, value_x, label, lines in set_:
                if part.begins:
                    sheet.caption(x, y + form.label_depth, label)
                for index, line in enumerate(part.of(lines)):
                    sheet.text(value_x, y + depth + index * step, line, form.value)
            if part.ends:
                sheet.rule(y + height, grey=form.faint)

        return Strip(height, draw)

    def _figures(
        self, label: Label, amounts: tuple[int, ...], remark: Label | None, *, total: bool, words: str = ""
    ) -> Strip:
        form = self.form
        size, weight, grey = (form.total, 0.8, 0.0) if total else (form.value, 0.4, form.faint)
        edges = self._edges(len(amounts))
        told = f"{remark.chinese} {remark.english}" if form.narrow and remark is not None else ""
        own_lines = self.type.lines(told, form.caption, form.right - form.left)
        height = form.row + len(own_lines) * form.caption * LEADING + (1.4 * mm if own_lines else 0)

        def draw(sheet: Sheet, y: float) -> None:
            sheet.caption(form.left, y + form.label_depth, label)
            beside = form.left + form.indent
            sheet.text(beside, y + form.value_depth, words, form.value)
            for index, line in enumerate(own_lines, 1):
                sheet.text(form.left, y + form.row + index * form.caption * LEADING, line, form.caption)
            if remark is not None and not own_lines:
                sheet.caption(beside, y + form.label_depth, remark)
            for edge, amount in zip(edges, amounts, strict=True):
                sheet.text(edge, y + form.value_depth, f"{amount:,}", size, align=1)
            sheet.rule(y + height, weight=weight, grey=grey)

        return Strip(height, draw)

    def _total(self, block: Total) -> Iterator[Strip]:
        """Where the words do not fit beside the figures they get a row of their own."""
        room = self.form.column - 2 * mm if len(block.amounts) > 1 else 30 * mm
        free = self._edges(len(block.amounts))[0] - room - self.form.left - self.form.indent
        beside = not self.form.narrow and self.type.width(block.words, self.form.value) <= free
        words = block.words if beside else ""
        row = self._figures(block.label, block.amounts, block.remark, total=True, words=words)
        yield row
        if block.words and not beside:
            yield from self._row(Row(((Label("大寫", "In words"), block.words),)))

    def _statement(self, block: Statement) -> Strip:
        form = self.form
        inner = form.right - form.left - 4 * mm
        words = self.type.lines(block.label.chinese, form.heading, inner)
        english = self.type.lines(block.label.english, form.caption, inner)
        note = self._note(block.note)
        frame = len(words) * form.heading * LEADING + len(english) * form.caption * LEADING + 4.4 * mm
        above = 3.6 * mm

        def draw(sheet: Sheet, y: float) -> None:
            top = y + above
            sheet.box(form.left, top, form.right - form.left, frame, weight=0.8)
            middle, base = (form.left + form.right) / 2, top + 1.5 * mm
            for lines, size, grey in ((words, form.heading, 0.0), (english, form.caption, form.grey)):
                for line in lines:
                    base += size * LEADING
                    sheet.text(middle, base, line, size, grey=grey, align=0.5)
            note.draw(sheet, top + frame)

        return Strip(above + frame + note.height, draw)

    def _note(self, label: Label) -> Strip:
        form = self.form
        width = form.right - form.left
        lines = [(line, form.note, 0.0) for line in self.type.lines(label.chinese, form.note, width)]
        lines += [
            (line, form.caption, form.grey) for line in self.type.lines(label.english, form.caption, width)
        ]
        height = sum(size * LEADING for _, size, _ in lines) + 2.4 * mm

        def draw(sheet: Sheet, y: float) -> None:
            base = y + 1.2 * mm
            for line, size, grey in lines:
                base += size * LEADING
                sheet.text(form.left, base, line, size, grey=grey)

        return Strip(height, draw)

    def _table(self, block: Table) -> Iterator[Strip]:
        if self.form.narrow:
            yield from self._narrow_table(block)
            return
        head = self._table_head(block.columns)
        yield head
        again = replace(head, with_next=True)
        for cells in block.rows:
            for strip in self._table_row(block.columns, cells):
                yield replace(strip, above=again)

    def _places(self, columns: Sequence[Column]) -> list[tuple[float, float]]:
        """The left and right edge of each column."""
        form, x, places = self.form, self.form.left, []
        whole = sum(column.share for column in columns)
        for column in columns:
            right = x + (form.right - form.left) * column.share / whole
            places.append((x, right - (0 if column is columns[-1] else 2 * mm)))
            x = right
        return places

    def _table_head(self, columns: Sequence[Column]) -> Strip:
        form = self.form
        places = self._places(columns)

        def draw(sheet: Sheet, y: float) -> None:
            for (left, right), column in zip(places, columns, strict=True):
                sheet.caption(right if column.align else left, y + 3.6 * mm, column.label, align=column.align)
            sheet.rule(y + form.row, weight=0.4)

        return Strip(form.row, draw, with_next=True)

    def _table_row(self, columns: Sequence[Column], cells: _Cell) -> Iterator[Strip]:
        form = self.form
        size = form.label
        set_ = [
            (right if column.align else left, column.align, self.type.lines(cell, size, right - left))
            for (left, right), column, cell in zip(self._places(columns), columns, cells, strict=True)
        ]
        for part in _parts(max(len(lines) for *_, lines in set_)):
            yield self._row_part(set_, part)

    def _row_part(self, set_: Sequence[tuple[float, int, list[str]]], part: _Part) -> Strip:
        """Some of the lines of a table's row."""
        form, size = self.form, self.form.label
        above = 1.0 * mm if part.begins else 0.0
        height = above + part.count * size * LEADING + (1.3 * mm if part.ends else 0)

        def draw(sheet: Sheet, y: float) -> None:
            for x, align, lines in set_:
                for index, line in enumerate(part.of(lines)):
                    sheet.text(x, y + above + size + index * size * LEADING, line, size, align=align)
            if part.ends:
                sheet.rule(y + height, grey=form.faint)

        return Strip(height, draw)

    def _narrow_table(self, block: Table) -> Iterator[Strip]:
        """Each row's main text on lines of its own, the rest below it, figures to the right."""
        form = self.form
        for cells in block.rows:
            main = self.type.lines(cells[block.main], form.value, form.right - form.left)
            rest = [
                (column, cell)
                for index, (column, cell) in enumerate(zip(block.columns, cells, strict=True))
                if index != block.main and cell
            ]
            left = [cell for column, cell in rest if not column.align]
            right = "　".join(cell for column, cell in rest if column.align)
            room = form.right - form.left - self.type.width(right, form.label) - 2 * mm
            below = self._side_by_side(left, form.note, room) or ([""] if right else [])
            yield self._narrow_row(main, below, right)

    def _side_by_side(self, cells: Sequence[str], size: float, room: float) -> list[str]:
        """Cells one beside the other, each whole where it fits a line."""
        lines: list[str] = []
        for cell in cells:
            beside = f"{lines[-1]}　{cell}" if lines else ""
            if beside and self.type.width(beside, size) <= room:
                lines[-1] = beside
            else:
                lines.extend(self.type.lines(cell, size, room))
        return lines

    def _narrow_row(self, main: list[str], below: list[str], right: str) -> Strip:
        form = self.form
        height = (len(main) * form.value + len(below) * form.label) * LEADING + 2.2 * mm

        def draw(sheet: Sheet, y: float) -> None:
            base = y + 0.4 * mm
            for line in main:
                base += form.value * LEADING
                sheet.text(form.left, base, line, form.value)
            for index, line in enumerate(below):
                base += form.label * LEADING
                sheet.text(form.left, base, line, form.note)
                if index == len(below) - 1:
                    sheet.text(form.right, base, right, form.label, align=1)
            sheet.rule(y + height, grey=form.faint)

        return Strip(height, draw)

    def _checks(self, block: Checks) -> Iterator[Strip]:
        for done, what, about in block.items:
            yield self._check(done, what, about)

    def _check(self, done: bool, what: str, about: str) -> Strip:
        form = self.form
        x = form.left + 6.4 * mm
        width = form.right - x
        words, small = self.type.lines(what, form.value, width), self.type.lines(about, form.note, width)
        height = len(words) * form.value * LEADING + len(small) * form.note * LEADING + 2.6 * mm
        return Strip(height, partial(self._draw_check, done, words, small, height))

    def _draw_check(
        self, done: bool, words: list[str], small: list[str], height: float, sheet: Sheet, y: float
    ) -> None:
        form = self.form
        top = y + 1.5 * mm
        sheet.box(form.left + 0.5 * mm, top, _TICK, _TICK, weight=0.7)
        if done:
            x, low = form.left + 0.5 * mm, top + _TICK
            sheet.code(
                f"0 G 1.1 w {x + 0.7 * mm:.2f} {sheet.height - low + 1.7 * mm:.2f} m "
                f"{x + 1.4 * mm:.2f} {sheet.height - low + 0.8 * mm:.2f} l "
                f"{x + 2.8 * mm:.2f} {sheet.height - low + 2.8 * mm:.2f} l S"
            )
        base = y + 0.5 * mm
        for lines, size, grey in ((words, form.value, 0.0), (small, form.note, form.grey)):
            for line in lines:
                base += size * LEADING
                sheet.text(form.left + 6.4 * mm, base, line, size, grey=grey)
        sheet.rule(y + height, grey=form.faint)

    def _edges(self, count: int) -> list[float]:
        """The right edges of the columns of figures, the last one at the right margin."""
        return [self.form.right - self.form.column * (count - 1 - index) for index in range(count)]
