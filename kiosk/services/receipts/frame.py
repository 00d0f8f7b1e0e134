"""What every paper has in common: its head, the marks that it bears, and what identifies it."""

from collections.abc import Iterator

from reportlab.lib.units import mm

from kiosk.domain.roc_date import roc_date
from kiosk.services.receipts.blocks import Block, Content, Copy, Heading, Row
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import LEADING, Form, Label, Sheet, Typesetter
from kiosk.services.receipts.logo import Logo
from kiosk.services.receipts.papers import MemberPaper, Paper
from kiosk.services.receipts.snapshot import TAIPEI

_ISSUER = Label("臺灣雲市集　合作社服務櫃台", "Service counter for cooperatives")
_MARK_WIDTH, _MARK_HEIGHT, _MARK_GAP = 58 * mm, 9.4 * mm, 1.3 * mm
_TITLE_AGAIN = 66 * mm  # beside it stand the marks
HEAD = 45 * mm
"""Where the first page of a sheet's content begins."""

HEAD_AGAIN = 23 * mm
"""Where that of the pages after it begins."""


def number_of(paper: Paper) -> str:
    """The paper's number as people read it."""
    return f"{paper.terminal}-{paper.receipt_number:06}"


def identity_blocks(paper: Paper) -> Iterator[Block]:
    """What stands first on every paper: number and day, counter and who handled it, whose it is."""
    issued = paper.issued_at.astimezone(TAIPEI)
    yield Row(
        (
            (Label("收據編號", "Paper no."), number_of(paper)),
            (Label("開立日期", "Date of issue"), f"{roc_date(paper.issued_on)} {issued:%H:%M}"),
        )
    )
    yield Row(
        (
            (Label("受理櫃台", "Terminal"), paper.terminal),
            (Label("經辦人", "Handled by"), paper.handled_by),
        )
    )
    if isinstance(paper, MemberPaper):
        yield Heading(Label("合作社", "Cooperative"))
        yield Row(((Label("名稱", "Name"), paper.cooperative_name),))
        yield Row(((Label("統一編號", "Business no. (UBN)"), paper.ubn),))


def marks_of(issue: Issue) -> list[Label]:
    """What a paper bears beside its data, in the order in which it matters."""
    paper, marks = issue.paper, list[Label]()
    if issue.form.narrow and paper.training:
        marks.append(Label("訓練", "TRAINING"))
    if paper.turned_down:
        marks.append(Label("未成立，不生效", "Turned down: void"))
    elif paper.provisional:
        marks.append(Label("離線受理，待中央確認", "Offline, not yet confirmed"))
    if issue.reprint:
        marks.append(Label(f"補印（第{issue.reprint}次）", f"Reprint no. {issue.reprint}"))
    return marks


class Head:
    """The upper end of a paper's pages."""

    def __init__(self, issue: Issue, content: Content, type_: Typesetter) -> None:
        """Raises PaperError for a logo that is no picture."""
        self._issue, self._content, self._marks = issue, content, marks_of(issue)
        self._logo = None if issue.logo is None else Logo(issue.logo)
        self._title = _title_lines(content.title.chinese, issue.form, type_)

    def height(self) -> float:
        """How far down the first page's content begins."""
        form = self._issue.form
        if not form.narrow:
            return HEAD
        logo = 12 * mm if self._logo is not None else 0
        marks = len(self._marks) * (_MARK_HEIGHT + _MARK_GAP)
        return 21 * mm + logo + marks + len(self._title) * form.title * LEADING + 6 * mm

    def draw(self, sheet: Sheet, copy: Copy) -> None:
        """The head of the first page."""
        if sheet.form.narrow:
            self._draw_narrow(sheet, copy)
            return
        form, paper = sheet.form, self._issue.paper
        if paper.training:
            _watermark(sheet)
        left = form.left
        if self._logo is not None:
            left += self._logo.draw(sheet, left, 12.5 * mm, 10.5 * mm) + 2.5 * mm
        sheet.text(left, 17.5 * mm, _ISSUER.chinese, form.label)
        sheet.text(left, 21.3 * mm, _ISSUER.english, form.caption, grey=form.grey)
        _copy_line(sheet, 17.5 * mm, copy)
        first = 12 * mm if len(self._marks) < 2 else 7.4 * mm
        for index, mark in enumerate(self._marks):
            _mark(sheet, first + index * (_MARK_HEIGHT + _MARK_GAP), mark, _MARK_WIDTH)
        middle = form.width / 2
        down = 1.6 * mm if len(self._marks) > 1 else 0
        sheet.text(middle, 34 * mm + down, self._content.title.chinese, form.title, align=0.5)
        sheet.text(
            middle, 39.6 * mm + down, self._content.title.english, form.label, grey=form.grey, align=0.5
        )
        sheet.rule(HEAD, weight=1.2)

    def draw_again(self, sheet: Sheet, copy: Copy) -> None:
        """The head of the pages after the first."""
        form, paper = sheet.form, self._issue.paper
        if paper.training:
            _watermark(sheet)
        words, number = self._content.title.chinese, number_of(paper)
        beside = f"{words}　{number}"
        fits = sheet.type.width(beside, form.label) <= _TITLE_AGAIN
        sheet.text(form.left, 15.5 * mm, beside if fits else words, form.label)
        told = "　".join(f"{mark.chinese}" for mark in self._marks)
        below = f"{self._content.title.english}, continued" if fits else number
        sheet.text(form.left, 19.3 * mm, below, form.caption, grey=form.grey)
        sheet.text(form.width / 2 + 18 * mm, 15.5 * mm, told, form.label, align=0.5)
        _copy_line(sheet, 15.5 * mm, copy)
        sheet.rule(HEAD_AGAIN, weight=0.8)

    def _draw_narrow(self, sheet: Sheet, copy: Copy) -> None:
        form, y = sheet.form, 4 * mm
        middle = form.width / 2
        if self._logo is not None:
            self._logo.draw(sheet, middle, y, 10.5 * mm, align=0.5)
            y += 12 * mm
        sheet.text(middle, y + 3.5 * mm, _ISSUER.chinese, form.label, align=0.5)
        sheet.text(middle, y + 6.6 * mm, _ISSUER.english, form.caption, align=0.5)
        words = f"{copy.number.chinese}　{copy.keeper.chinese}"
        sheet.text(middle, y + 11.5 * mm, words, form.label, align=0.5)
        english = f"{copy.number.english}, {copy.keeper.english}"
        sheet.text(middle, y + 14.3 * mm, english, form.caption, align=0.5)
        y += 17 * mm
        for mark in self._marks:
            _mark(sheet, y, mark, form.right - form.left)
            y += _MARK_HEIGHT + _MARK_GAP
        for line in self._title:
            y += form.title * LEADING
            sheet.text(middle, y, line, form.title, align=0.5)
        sheet.text(middle, y + 3.4 * mm, self._content.title.english, form.caption, align=0.5)
        sheet.rule(self.height(), weight=1.0)


def _title_lines(title: str, form: Form, type_: Typesetter) -> list[str]:
    """The title in a line; where it is too long, what stands in brackets has one of its own."""
    room = form.right - form.left
    name, bracket, rest = title.partition("（")
    if bracket and type_.width(title, form.title) > room:
        return [*type_.lines(name, form.title, room), *type_.lines(bracket + rest, form.title, room)]
    return type_.lines(title, form.title, room)


def _copy_line(sheet: Sheet, y: float, copy: Copy) -> None:
    form = sheet.form
    sheet.text(form.right, y, f"{copy.number.chinese}　{copy.keeper.chinese}", form.label, align=1)
    english = f"{copy.number.english}, {copy.keeper.english}"
    sheet.text(form.right, y + 3.8 * mm, english, form.caption, grey=form.grey, align=1)


def _mark(sheet: Sheet, top: float, words: Label, width: float) -> None:
    form = sheet.form
    left, middle = (form.width - width) / 2, form.width / 2
    sheet.box(left, top, width, _MARK_HEIGHT, weight=1.1)
    sheet.box(left + 1.8, top + 1.8, width - 3.6, _MARK_HEIGHT - 3.6, weight=0.3)
    sheet.text(middle, top + 4.9 * mm, words.chinese, form.heading - 1, align=0.5)
    sheet.text(middle, top + 7.8 * mm, words.english, form.caption, align=0.5)


def _watermark(sheet: Sheet) -> None:
    """At a slant behind everything, in light grey."""
    form: Form = sheet.form
    cos, sin = 0.6157, 0.7880  # 52 degrees
    middle, height = form.width / 2, sheet.height / 2
    sheet.code(f"q {cos} {sin} {-sin} {cos} {middle:.2f} {height:.2f} cm")
    for words, size, y in (("訓練", 150.0, 10 * mm), ("TRAINING", 54.0, -18 * mm)):
        wide = sheet.type.width(words, size)
        sheet.code(f"BT 0.91 g 1 0 0 1 {-wide / 2:.2f} {y:.2f} Tm {sheet.type.shown(words, size)} ET")
    sheet.code("Q")
