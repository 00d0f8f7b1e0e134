"""The lower end of a paper: its codes, its seals, and the foot of each page."""

from reportlab.lib.units import mm

from kiosk.domain.roc_date import roc_date
from kiosk.services.receipts.blocks import Content, Copy
from kiosk.services.receipts.codes import BarCode, QrCode
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import LEADING, Label, Sheet, Typesetter
from kiosk.services.receipts.snapshot import NO_CODE, TAIPEI

_FOOT = 284 * mm
BODY_END = _FOOT - 3 * mm
"""How far down the content of a page may go."""

_CLOSING = 39 * mm
CLOSING = _CLOSING + 2 * mm
"""What the last page keeps free for codes and seals."""

_CODE_SIDE, _ROLL_CODE_SIDE = 39 * mm, 48 * mm
_SEAL = 33 * mm
_ROLL_SEAL = 34.5 * mm, 24 * mm
_BESIDE = 41 * mm
_CHECK_CODE = Label("檢查碼", "Check code")
_SCAN = Label("掃描 QR 碼即可查驗真偽", "Scan the QR code to verify this paper")
_TYPE_IN = Label("未附 QR 碼，請以檢查碼查驗", "Without a QR code: verify by the check code")


class Closing:
    """The lower end of a paper."""

    def __init__(self, issue: Issue, content: Content, type_: Typesetter) -> None:
        self._issue, self._content = issue, content
        self._codes = QrCode(issue.code) if issue.code else None
        code = issue.paper.check_code
        self._bars = None if code == NO_CODE else BarCode(code.replace("-", ""))
        self._told = _SCAN if self._codes is not None else _TYPE_IN
        self._versions = type_.lines(_versions(issue), issue.form.caption, self._room(issue))

    def height(self) -> float:
        """How much a narrow paper needs for it, foot included."""
        code = _ROLL_CODE_SIDE if self._codes is not None else 0
        bars = 15 * mm if self._bars is not None else 0
        seals = _ROLL_SEAL[1] + 4 * mm if self._content.seals else 0
        return 3 * mm + seals + code + 18 * mm + bars + 4 * mm * len(self._versions) + 14 * mm

    def draw(self, sheet: Sheet, copy: Copy) -> None:
        """Codes and seals on the last page of a sheet."""
        if sheet.form.narrow:
            self._draw_narrow(sheet, copy)
            return
        form, top = sheet.form, _FOOT - _CLOSING
        x = form.left
        if self._codes is not None:
            self._codes.draw(sheet, x - 2 * mm, top - 1.5 * mm, _CODE_SIDE)
            x += _BESIDE
        sheet.caption(x, top + 4 * mm, self._told)
        sheet.caption(x, top + 12.6 * mm, _CHECK_CODE)
        sheet.text(x + 19 * mm, top + 13.4 * mm, self._issue.paper.check_code, form.value)
        if self._bars is not None:
            self._bars.draw(sheet, x, top + 18.6 * mm, 8.5 * mm)
        sheet.caption(x, top + 32 * mm, copy.keeping)
        for index, label in enumerate(reversed(self._content.seals)):
            left = form.right - (index + 1) * _SEAL - index * 3 * mm
            _seal(sheet, left, top + 1.5 * mm, _SEAL, _SEAL, label)

    def foot(self, sheet: Sheet, page: int, pages: int) -> None:
        """The foot of a page."""
        form = sheet.form
        told = f"第{page}頁，共{pages}頁　Page {page} of {pages}"
        if form.narrow:
            return
        sheet.rule(_FOOT)
        for index, line in enumerate(self._versions):
            below = _FOOT + 4 * mm + index * form.caption * LEADING
            sheet.text(form.left, below, line, form.caption, grey=form.grey)
        sheet.text(form.right, _FOOT + 4 * mm, told, form.caption, grey=form.grey, align=1)

    def _draw_narrow(self, sheet: Sheet, copy: Copy) -> None:
        form, y = sheet.form, sheet.height - self.height() + 3 * mm
        middle = form.width / 2
        if self._content.seals:
            wide, high = _ROLL_SEAL
            taken = len(self._content.seals) * (wide + 3 * mm) - 3 * mm
            for index, label in enumerate(self._content.seals):
                _seal(sheet, middle - taken / 2 + index * (wide + 3 * mm), y, wide, high, label)
            y += high + 4 * mm
        if self._codes is not None:
            self._codes.draw(sheet, middle - _ROLL_CODE_SIDE / 2, y, _ROLL_CODE_SIDE)
            y += _ROLL_CODE_SIDE
        sheet.text(middle, y + 3.6 * mm, self._told.chinese, form.label, align=0.5)
        sheet.text(middle, y + 6.4 * mm, self._told.english, form.caption, align=0.5)
        sheet.text(
            middle, y + 11.6 * mm, f"{_CHECK_CODE.chinese} {_CHECK_CODE.english}", form.note, align=0.5
        )
        sheet.text(middle, y + 16 * mm, self._issue.paper.check_code, form.value, align=0.5)
        y += 18 * mm
        if self._bars is not None:
            self._bars.draw(sheet, middle - self._bars.width / 2, y + 1 * mm, 11 * mm)
            y += 15 * mm
        sheet.text(
            middle, y + 3 * mm, f"{copy.keeping.chinese}　{copy.keeping.english}", form.caption, align=0.5
        )
        for line in self._versions:
            y += 4 * mm
            sheet.text(middle, y + 3 * mm, line, form.caption, align=0.5)
        sheet.text(middle, y + 7 * mm, "第1頁，共1頁　Page 1 of 1", form.caption, align=0.5)

    @staticmethod
    def _room(issue: Issue) -> float:
        form = issue.form
        return form.right - form.left - (0 if form.narrow else 46 * mm)


def _versions(issue: Issue) -> str:
    paper = issue.paper
    told = f"計畫規定 Programme {paper.programme_version}　告知事項 Notice {paper.notice_version}"
    if paper.notice_shown_at is None:
        return told
    shown = paper.notice_shown_at.astimezone(TAIPEI)
    day = roc_date(shown.date()).removeprefix("中華民國")
    return f"{told}（{day} {shown:%H:%M} 告知 shown）"


def _seal(sheet: Sheet, x: float, y: float, width: float, height: float, label: Label) -> None:
    form = sheet.form
    sheet.box(x, y, width, height, weight=0.5)
    middle = x + width / 2
    sheet.text(middle, y + 4.6 * mm, label.chinese, form.note, grey=form.grey, align=0.5)
    sheet.text(middle, y + 7.6 * mm, label.english, form.caption, grey=form.grey, align=0.5)
