import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from kiosk.ui.entries import Entry
from kiosk.ui.widgets import (
    AnchorChoice,
    Banner,
    BannerKind,
    Button,
    ButtonKind,
    CardButton,
    CheckRow,
    ChoiceGroup,
    EmptyState,
    PlanCard,
    TextField,
)
from tests.ui.widgets.finding import find


@pytest.mark.parametrize("kind", ButtonKind)
def test_button_is_a_target_and_tells_rest_from_disabled_and_focus(shown, kind: ButtonKind):
    button = shown(Button("下一步", object_name="next", kind=kind, icon="arrow-right"), 220, 64)
    assert button.sizeHint().height() >= 64
    assert button.minimumSizeHint().width() >= button.fontMetrics().horizontalAdvance("下一步")
    button.clearFocus()
    pictures = [button.grab().toImage()]
    button.setFocus()
    pictures.append(button.grab().toImage())
    button.setEnabled(False)
    pictures.append(button.grab().toImage())
    assert all(a != b for index, a in enumerate(pictures) for b in pictures[index + 1 :])


def test_button_changes_words_for_eye_and_reader(shown):
    button = shown(Button("返回", object_name="back"))
    button.set_text("Back")
    assert (button.text(), button.accessibleName()) == ("Back", "Back")


@pytest.fixture
def group(shown) -> ChoiceGroup:
    group = ChoiceGroup(object_name="identity")
    group.add_choice("organisation", "組織及團體憑證", "合作社的憑證卡", icon="organisation")
    group.add_choice("citizen", "負責人之自然人憑證")
    shown(group, 600, 300)
    return group


def test_a_card_is_chosen_anywhere_on_it(group: ChoiceGroup, qtbot):
    assert group.value is None
    card = find(group, CardButton, "identity.citizen")
    with qtbot.waitSignal(group.chosen, check_params_cb=lambda key: key == "citizen"):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 8, card.height() - 8))
    assert group.value == "citizen"


def test_arrow_keys_choose_the_next_card(group: ChoiceGroup, qtbot):
    group.choose("organisation")
    first = find(group, CardButton, "identity.organisation")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert group.value == "citizen"
    with pytest.raises(KeyError):
        group.choose("mobile")


def test_only_some_cards_can_be_shown_without_gaps(group: ChoiceGroup, qtbot):
    first, second = (find(group, CardButton, f"identity.{key}") for key in ("organisation", "citizen"))
    top = first.geometry().top()
    group.choose("organisation")
    group.show_only(["citizen"])
    assert first.isHidden()
    qtbot.waitUntil(lambda: second.geometry().top() == top)
    group.show_only(["organisation", "citizen"])
    qtbot.waitUntil(lambda: second.geometry().top() > first.geometry().bottom())
    assert first.isVisible()
    assert group.value == "organisation"


def test_a_narrow_card_grows_in_height(group: ChoiceGroup):
    card = find(group, CardButton, "identity.organisation")
    assert card.heightForWidth(260) > card.heightForWidth(600) >= 64


def test_a_chosen_card_looks_different(group: ChoiceGroup):
    card = find(group, CardButton, "identity.organisation")
    before = card.grab().toImage()
    group.choose("organisation")
    chosen = card.grab().toImage()
    card.setEnabled(False)
    assert before != chosen != card.grab().toImage()


def test_plan_card_says_all_to_a_reader(shown):
    card = PlanCard(
        "雲端會計",
        vendor="範例廠商",
        category="企業管理",
        price="NT$60,000",
        term="6 個月",
        reason="適合",
        object_name="p",
    )
    shown(card, 320, card.heightForWidth(320))
    assert card.accessibleName() == "雲端會計"
    assert all(words in card.accessibleDescription() for words in ("範例廠商", "NT$60,000", "6 個月", "適合"))
    assert not card.grab().isNull()


def test_anchor_choice_carries_the_index(shown, qtbot):
    question = shown(
        AnchorChoice("如何記帳？", ("紙本", "試算表", "軟體", "雲端"), object_name="q1"), 700, 200
    )
    unanswered = question.value
    answer = find(question, CardButton, "q1.2")
    with qtbot.waitSignal(question.chosen, check_params_cb=lambda index: index == 2):
        qtbot.mouseClick(answer, Qt.MouseButton.LeftButton)
    question.choose(0)
    assert (unanswered, question.value) == (None, 0)
    assert answer.accessibleDescription() == "如何記帳？"


def test_check_row_is_hit_on_its_words_and_by_space(shown, qtbot):
    row = shown(CheckRow("本社具有稅籍登記。", "說明", object_name="declaration"), 600, 90)
    unchecked = row.grab().toImage()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 10, row.height() // 2))
    assert row.isChecked()
    assert row.grab().toImage() != unchecked
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert not row.isChecked()
    assert row.heightForWidth(300) >= 64


def test_field_tells_its_error_beside_it_and_to_a_reader(shown, qtbot):
    field = shown(TextField("Email", object_name="email", kind=Entry.CODE, hint="例如 a@example.tw"))
    line = find(field, QLineEdit, "email")
    with qtbot.waitSignal(field.edited):
        qtbot.keyClicks(line, "a@b")
    assert field.text == "a@b"
    assert line.accessibleDescription() == "例如 a@example.tw"
    field.set_error("請檢查 @ 後面的部分。")
    assert field.error == line.accessibleDescription() == "請檢查 @ 後面的部分。"
    field.wipe()
    assert (field.text, field.error) == ("", "")


def test_a_field_can_wear_its_label_inside(shown):
    field = shown(TextField("搜尋方案", object_name="search", kind=Entry.CODE, label_inside=True))
    assert field.line.placeholderText() == "搜尋方案"
    assert field.line.accessibleName() == "搜尋方案"
    assert not any(label.isVisible() for label in field.findChildren(QLabel))


def test_field_tells_when_it_is_left_after_a_change(shown, qtbot):
    field = shown(TextField("Email", object_name="email", kind=Entry.CODE))
    field.setFocus()
    qtbot.keyClicks(field.line, "a@b")
    with qtbot.waitSignal(field.left):
        field.line.clearFocus()


def test_secret_field_gives_nothing_away(shown, qtbot):
    field = shown(TextField("密碼", object_name="password", kind=Entry.HIDDEN))
    QApplication.clipboard().setText("before")
    qtbot.keyClicks(field.line, "correct horse")
    field.line.selectAll()
    qtbot.keyClick(field.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field.line, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "before"
    assert field.line.displayText() != field.text == "correct horse"
    field.wipe()
    qtbot.keyClick(field.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text == ""


@pytest.mark.parametrize("kind", BannerKind)
def test_banner_speaks_and_has_one_action(shown, qtbot, kind: BannerKind):
    banner = shown(Banner(kind, "標題", "說明", object_name="banner", action="處理"))
    with qtbot.waitSignal(banner.triggered):
        qtbot.mouseClick(find(banner, Button, "banner.action"), Qt.MouseButton.LeftButton)
    banner.show_message(BannerKind.INFO, "另一件事")
    assert (banner.accessibleName(), banner.accessibleDescription()) == ("另一件事", "")


def test_empty_state_offers_its_action(shown, qtbot):
    state = shown(EmptyState("還沒有訂單", object_name="empty", action="看方案"))
    with qtbot.waitSignal(state.triggered):
        qtbot.mouseClick(find(state, Button, "empty.action"), Qt.MouseButton.LeftButton)
