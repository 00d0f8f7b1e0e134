"""What every paper has in common: its head, the marks it bears, its seals, its check code and its foot."""

from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.domain.calendar import TAIPEI
from kiosk.domain.roc_date import roc_date
from kiosk.services.receipts.fonts import PaperFonts
from kiosk.services.receipts.layout import (
    CAPTION,
    FAINT,
    GREY,
    HEADING,
    LABEL,
    LEFT,
    NOTE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TITLE,
    Label,
    Sheet,
)
from kiosk.services.receipts.papers import Paper, PaperError, PaperFailure

_FOOT = PAGE_HEIGHT - 15 * mm
_SEALS = PAGE_HEIGHT - 54 * mm
_SEAL_WIDTH, _SEAL_HEIGHT = 45 * mm, 34 * mm


@dataclass(frozen=True)
class Copy:
    """One of the copies of a paper: its number, who keeps it, and what is said about keeping it."""

    number: Label
    keeper: Label
    keeping: Label


COPIES = (
    Copy(
        Label("第一聯", "Copy 1 of 2"),
        Label("合作社收執聯", "for the cooperative"),
        Label("請妥善保存本聯", "Please keep this copy"),
    ),
    Copy(
        Label("第二聯", "Copy 2 of 2"),
        Label("辦理單位存查聯", "for the office"),
        Label("本聯至少保存五年", "To be kept for at least five years"),
    ),
)


def begin(canvas: Canvas, fonts: PaperFonts, paper: Paper, copy: Copy, title: Label) -> Sheet:
    """A sheet with its head set: copy, title, marks, number, date, cooperative; rows may follow."""
    number = f"{paper.terminal}-{paper.receipt_number:06}"
    canvas.setTitle(f"{title.chinese} {number}")
    sheet = Sheet(canvas, fonts, limit=_SEALS - 3 * mm)
    if paper.training:
        _watermark(sheet)
    if paper.turned_down:
        _mark(sheet, Label("未成立，不生效", "Turned down: void"))
    elif paper.provisional:
        _mark(sheet, Label("離線受理，待中央確認", "Offline, not yet confirmed"))
    _copy_line(sheet, copy)
    sheet.text(PAGE_WIDTH / 2, 38 * mm, title.chinese, TITLE, align=0.5)
    sheet.text(PAGE_WIDTH / 2, 43.5 * mm, title.english, LABEL, grey=GREY, align=0.5)
    sheet.y = 50 * mm
    sheet.rule(weight=1.2)
    issued = paper.issued_at.astimezone(TAIPEI)
    sheet.row(
        (Label("收據編號", "Receipt no."), number),
        (Label("開立日期", "Date of issue"), f"{roc_date(paper.issued_on)} {issued:%H:%M}"),
    )
    sheet.row(
        (Label("受理櫃台", "Terminal"), paper.terminal),
        (Label("經辦人", "Handled by"), paper.handled_by),
    )
    sheet.heading(Label("合作社", "Cooperative"))
    sheet.row((Label("名稱", "Name"), paper.cooperative_name))
    sheet.row((Label("統一編號", "Unified Business No."), paper.ubn))
    return sheet


def money_statement(sheet: Sheet, statement: Label, note: Label) -> None:
    """What was done with money at the counter, framed, and in small type below it who pays whom."""
    sheet.y += 4 * mm
    sheet.box(LEFT, sheet.y, RIGHT - LEFT, 11.5 * mm, weight=0.8)
    sheet.text(PAGE_WIDTH / 2, sheet.y + 5.2 * mm, statement.chinese, HEADING, align=0.5)
    sheet.text(PAGE_WIDTH / 2, sheet.y + 9.2 * mm, statement.english, CAPTION, grey=GREY, align=0.5)
    sheet.y += 12.5 * mm
    sheet.paragraph(note.chinese, NOTE)
    sheet.paragraph(note.english, CAPTION, grey=GREY)
    sheet.require_space(0)


def finish(sheet: Sheet, paper: Paper, copy: Copy) -> None:
    """Sets check code, seals and foot, and ends the page."""
    sheet.caption(LEFT, _SEALS + 3 * mm, Label("檢查碼", "Check code"))
    sheet.text(LEFT, _SEALS + 12.5 * mm, paper.check_code, HEADING)
    sheet.caption(LEFT, _SEALS + 21 * mm, copy.keeping)
    _seal(sheet, RIGHT - 2 * _SEAL_WIDTH - 5 * mm, Label("合作社蓋章處", "Cooperative's seal"))
    _seal(sheet, RIGHT - _SEAL_WIDTH, Label("辦理單位蓋章處", "Office's seal"))
    sheet.y = _FOOT
    sheet.rule()
    versions = f"計畫規定 Programme {paper.programme_version}　告知事項 Notice {paper.notice_version}"
    sheet.text(LEFT, _FOOT + 4 * mm, versions, CAPTION, grey=GREY)
    page = "第1頁，共1頁　Page 1 of 1"
    if sheet.width(versions + page, CAPTION) > RIGHT - LEFT:
        raise PaperError(PaperFailure.DOES_NOT_FIT)
    sheet.text(RIGHT, _FOOT + 4 * mm, page, CAPTION, grey=GREY, align=1)
    sheet.canvas.showPage()


def _copy_line(sheet: Sheet, copy: Copy) -> None:
    sheet.text(LEFT, 20 * mm, "臺灣雲市集　合作社服務櫃台", LABEL)
    sheet.text(LEFT, 24 * mm, "Service counter for cooperatives", CAPTION, grey=GREY)
    sheet.text(RIGHT, 20 * mm, f"{copy.number.chinese}　{copy.keeper.chinese}", LABEL, align=1)
    english = f"{copy.number.english}, {copy.keeper.english}"
    sheet.text(RIGHT, 24 * mm, english, CAPTION, grey=GREY, align=1)


def _mark(sheet: Sheet, words: Label) -> None:
    middle, top, width, height = PAGE_WIDTH / 2, 14.5 * mm, 56 * mm, 12 * mm
    sheet.box(middle - width / 2, top, width, height, weight=1.2)
    sheet.box(middle - width / 2 + 2, top + 2, width - 4, height - 4, weight=0.3)
    sheet.text(middle, top + 6 * mm, words.chinese, HEADING, align=0.5)
    sheet.text(middle, top + 9.6 * mm, words.english, CAPTION, align=0.5)


def _watermark(sheet: Sheet) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
    canvas.rotate(52)
    # `text` reckons from the top of the page; here the origin is the middle.
    sheet.text(0, PAGE_HEIGHT - 10 * mm, "訓練", 150, grey=0.9, align=0.5)
    sheet.text(0, PAGE_HEIGHT + 18 * mm, "TRAINING", 54, grey=0.9, align=0.5)
    canvas.restoreState()


def _seal(sheet: Sheet, x: float, label: Label) -> None:
    sheet.box(x, _SEALS, _SEAL_WIDTH, _SEAL_HEIGHT)
    middle = x + _SEAL_WIDTH / 2
    sheet.text(middle, _SEALS + 5 * mm, label.chinese, NOTE, grey=FAINT, align=0.5)
    sheet.text(middle, _SEALS + 8.4 * mm, label.english, CAPTION, grey=FAINT, align=0.5)
