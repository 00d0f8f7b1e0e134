import io

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from reportlab.pdfgen.canvas import Canvas

from kiosk.ui.widgets import (
    BusyOverlay,
    Button,
    Dialog,
    FailurePanel,
    Illustration,
    KeyValueTable,
    Panel,
    PaperView,
    Rule,
    Stepper,
    SyncMark,
    SyncState,
    Text,
)
from tests.ui.widgets.finding import find

STEPS = ("認證方式", "同意條款", "身分驗證", "授權與聲明", "聯絡資料", "驗證 Email", "完成")


def change_language(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))


def test_failure_says_what_happened_what_to_do_and_who_helps(shown):
    panel = shown(FailurePanel(object_name="failure"))
    panel.show_failure("卡片被取出", "簽章沒有完成。", "請把卡片放回。", "", "K-CARD-07", "card-remove")
    assert panel.accessibleName() == "卡片被取出"
    assert panel.accessibleDescription() == "簽章沒有完成。 請把卡片放回。"
    assert find(panel, Text, "failure.code").text() == "代碼 K-CARD-07"
    assert panel.findChild(Illustration).name == "card-remove"
    change_language(panel)
    panel.show_failure("錯誤", "", "", "", "K-1", "no-such-drawing")
    assert panel.findChild(Illustration).isHidden()


def test_a_card_that_is_only_asked_for_is_no_error(shown):
    panel = shown(FailurePanel(object_name="failure"))
    told = ("請插入憑證", "讀卡機裡沒有卡片。", "晶片面朝上。", "櫃台", "K-CARD-03", "card-insert")
    panel.show_failure(*told)
    panel.set_calm(True)
    assert panel.property("banner") == "info"
    assert find(panel, Text, "failure.code").isHidden()
    panel.resize(panel.width() + 40, panel.height())
    assert panel.findChild(Illustration).isHidden()
    panel.show_failure(*told)
    panel.set_calm(False)
    assert panel.property("banner") == "error"
    assert not find(panel, Text, "failure.code").isHidden()


@pytest.fixture
def covered(shown) -> tuple[QPushButton, BusyOverlay]:
    page = QWidget()
    button = QPushButton("under", page)
    button.setGeometry(100, 100, 200, 64)
    overlay = BusyOverlay(page, object_name="busy")
    shown(page)
    return button, overlay


def test_busy_overlay_swallows_presses_until_it_stops(covered, qtbot):
    button, overlay = covered
    pressed = []
    button.clicked.connect(lambda: pressed.append(True))
    overlay.start("正在讀取卡片")
    assert overlay.text == overlay.accessibleName() == "正在讀取卡片"
    assert button.parentWidget().childAt(button.geometry().center()) is overlay
    qtbot.mouseClick(overlay, Qt.MouseButton.LeftButton, pos=button.geometry().center())
    assert pressed == []
    overlay.stop()
    assert button.parentWidget().childAt(button.geometry().center()) is button


def test_busy_overlay_shows_after_a_moment_and_tells_how_far_after_three_seconds(covered, monkeypatch):
    _, overlay = covered
    waited = 0
    overlay.start("正在傳送")
    monkeypatch.setattr(overlay, "waited", lambda: waited)
    nothing = overlay.grab().toImage()
    waited = 300
    assert overlay.grab().toImage() != nothing
    assert overlay.progress_text() == ""
    waited = 4_200
    assert overlay.progress_text() == "已進行 4 秒"
    overlay.set_progress(3, 7)
    assert overlay.progress_text() == "已完成 3／7"
    assert not overlay.grab().isNull()
    overlay.start("正在等候")
    assert overlay.progress_text() == "已進行 4 秒"


@pytest.fixture
def asked(shown, qtbot):
    page = QWidget()
    column = QVBoxLayout(page)
    under = Button("底下", object_name="under")
    column.addWidget(under)
    shown(page, 900, 600)
    under.setFocus()
    answers: list[bool] = []
    dialog = Dialog(
        page, title="放棄？", text="資料會清除。", yes="放棄", no="繼續", on_answer=answers.append
    )
    return page, under, dialog, answers


def test_dialog_starts_on_no_and_keeps_the_focus(asked, qtbot):
    page, _, dialog, _ = asked
    no, yes = find(page, Button, "dialog.no"), find(page, Button, "dialog.yes")
    assert no.hasFocus()
    for expected in (yes, no, yes):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert expected.hasFocus()
    page.resize(1000, 700)
    assert dialog.size() == page.size()


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ([Qt.Key.Key_Escape], False),
        ([Qt.Key.Key_Return], False),
        ([Qt.Key.Key_Tab, Qt.Key.Key_Return], True),
        ([Qt.Key.Key_A, Qt.Key.Key_Tab, Qt.Key.Key_Space], True),
    ],
)
def test_dialog_is_answered_by_keys(asked, qtbot, keys, answer: bool):
    _, under, dialog, answers = asked
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert answers == [answer]
    assert not dialog.isVisible()
    assert under.hasFocus()


def test_dialog_is_answered_by_clicks_and_only_there(asked, qtbot):
    page, _, dialog, answers = asked
    qtbot.mouseClick(dialog, Qt.MouseButton.LeftButton, pos=dialog.rect().topLeft())
    assert answers == []
    qtbot.mouseClick(find(page, Button, "dialog.yes"), Qt.MouseButton.LeftButton)
    assert answers == [True]


def test_dialog_copes_when_what_had_the_focus_is_gone(asked, qtbot):
    page, under, _, answers = asked
    with qtbot.waitSignal(under.destroyed):
        under.deleteLater()
    qtbot.mouseClick(find(page, Button, "dialog.no"), Qt.MouseButton.LeftButton)
    assert answers == [False]


def test_dialog_without_no_is_a_message(shown, qtbot):
    page = shown(QWidget())
    answers: list[bool] = []
    Dialog(page, title="說明", text="請洽櫃台。", yes="知道了", no="", on_answer=answers.append, danger=True)
    yes = find(page, Button, "dialog.yes")
    qtbot.keyClick(yes, Qt.Key.Key_Tab)
    assert yes.hasFocus()
    qtbot.keyClick(yes, Qt.Key.Key_Return)
    assert answers == [True]


def test_stepper_says_where_one_is(shown):
    stepper = shown(Stepper(object_name="steps"), 1100, 60)
    blank = stepper.grab().toImage()
    stepper.set_steps(STEPS, 2)
    wide = stepper.grab().toImage()
    assert (stepper.words, stepper.accessibleName()) == ("步驟 3／7", "步驟 3／7 身分驗證")
    stepper.set_steps(STEPS, 3)
    assert blank != wide != stepper.grab().toImage()
    change_language(stepper)
    stepper.set_steps(STEPS[:1], 0)
    assert not stepper.grab().isNull()


def test_stepper_leaves_out_headings_when_there_is_no_room(qtbot):
    stepper = Stepper(object_name="steps")
    qtbot.addWidget(stepper)
    stepper.set_steps(STEPS, 2)
    assert all(stepper._heading_widths(1400))
    narrow = stepper._heading_widths(500)
    assert [index for index, width in enumerate(narrow) if width] == [2]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (SyncState(online=True, waiting=0), "已同步"),
        (SyncState(online=True, waiting=3), "3 筆待送"),
        (SyncState(online=False, waiting=0), "離線"),
        (SyncState(online=False, waiting=2), "離線，2 筆待送"),
        (SyncState(online=True, waiting=2, attend=3), "3 件待處理"),
        (SyncState(online=False, waiting=2, attend=3), "離線，2 筆待送"),
    ],
)
def test_sync_mark_tells_how_things_stand(shown, state: SyncState, words: str):
    mark = shown(SyncMark(object_name="sync"), 200, 40)
    mark.set_state(state)
    change_language(mark)
    assert mark.words == words
    assert mark.accessibleName() == f"同步狀態：{words}"


def test_table_shows_rows_and_total_and_can_be_cleared(shown, qtbot):
    table = KeyValueTable([("方案", "雲端會計")], object_name="table", heading="付款內容", figures=True)
    shown(table)
    table.add_row("自付款", "NT$30,000", strong=True, object_name="total")
    assert find(table, Text, "total").accessibleName() == "自付款 NT$30,000"
    assert len(table.findChildren(Rule)) == 1
    table.clear()
    table.add_row("點數", "30,000 點")
    qtbot.waitUntil(
        lambda: (
            [label.text() for label in table.findChildren(Text) if label.isVisible()]
            == ["付款內容", "點數", "30,000 點"]
        )
    )


def test_text_is_never_markup(shown):
    text = shown(Text("<b>bold</b>"))
    assert text.textFormat() is Qt.TextFormat.PlainText
    assert Panel(object_name="p").accessibleName() == ""


def test_paper_view_shows_a_pdf_and_refuses_what_is_none(shown):
    paper = io.BytesIO()
    canvas = Canvas(paper)
    for _ in range(2):
        canvas.drawString(72, 720, "receipt")
        canvas.showPage()
    canvas.save()
    view = shown(PaperView(object_name="paper", name="收據"))
    view.show_pdf(paper.getvalue())
    assert view.page_count == 2
    view.show_pdf(paper.getvalue())
    assert view.page_count == 2
    with pytest.raises(ValueError, match="PDF"):
        view.show_pdf(b"nothing")


def test_a_paper_that_is_taken_away_leaves_nothing_open(shown, monkeypatch):
    opened = []

    def watched(pdf: bytes) -> pypdfium2.PdfDocument:
        opened.append(real(pdf))
        return opened[-1]

    real = pypdfium2.PdfDocument
    monkeypatch.setattr(pypdfium2, "PdfDocument", watched)
    paper = io.BytesIO()
    canvas = Canvas(paper)
    canvas.drawString(72, 720, "receipt")
    canvas.save()
    view = shown(PaperView(object_name="paper", name="收據"))
    view.show_pdf(paper.getvalue())
    view.clear()
    assert view.page_count == 0
    assert [document.raw for document in opened] == [None]
