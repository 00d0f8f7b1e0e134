"""Scenes: what people type and paste where something else belongs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.walk.main_job import EMAIL, UBN
from tests.e2e.bad_input import Hand
from tests.e2e.program import Scene

NAME = "registration.cooperative.name"
NUMBER = "registration.cooperative.ubn"
PERSON = "registration.contact.name"
MAILBOX = "registration.contact.email"
PHONE = "registration.contact.phone"
CODE = "registration.email_code.code"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
EMOJI = "🧾"


def the_cooperative(scene: Scene) -> None:
    """合作社資料: a 統一編號 that is wrong, short or full-width; a name with an emoji, in two lines."""
    hand = Hand(scene)
    scene.play_to("registration.cooperative")
    named = hand.line(NAME)
    scene.player.write(NUMBER, "12345678")
    hand.is_told_at(NUMBER, "檢查碼不符")
    scene.player.picture("ubn-check-digit")
    scene.player.write(NUMBER, "1234567")
    scene.player.click(NAME)
    hand.is_told_at(NUMBER, "目前輸入 7 位")
    assert hand.line(NUMBER) == "1234567"
    scene.player.write(NUMBER, EMOJI)
    scene.player.click(NAME)
    hand.is_told_at(NUMBER, "8 位數字")
    hand.wizard_stands_at("cooperative", "card")
    _paste(scene, NAME, f"{named}{EMOJI}\n分社\r\n")
    scene.player.write(NUMBER, UBN.translate(FULL_WIDTH))
    hand.is_fine(NUMBER)
    hand.is_told_at(NAME, f"「{EMOJI}」不能用在這裡")
    scene.player.picture("name-emoji")
    _paste(scene, NAME, f"{named}\n分社\r\n")
    hand.is_fine(NAME)
    hand.go_on()
    hand.comes_to("signing")
    scene.player.picture("pasted-name")
    given = scene.services.drafts.open_drafts()[0].data["answers"]["cooperative"]
    assert given == {"name": f"{named}分社", "ubn": UBN}


def the_contact(scene: Scene) -> None:
    """聯絡人資料: an e-mail that is none, letters for a phone number, an emoji, a name in two lines."""
    hand = Hand(scene)
    scene.play_to("registration.contact")
    scene.player.write(PERSON, "訓練用聯絡人")
    scene.player.write(MAILBOX, "contact@training")
    scene.player.write(PHONE, "02-1234")
    scene.player.click(PERSON)
    hand.is_told_at(MAILBOX, "不是完整的電子郵件地址")
    hand.is_told_at(PHONE, "8 至 15 位數字")
    scene.player.picture("email-none")
    assert (hand.line(PERSON), hand.line(MAILBOX)) == ("訓練用聯絡人", "contact@training")
    scene.player.write(MAILBOX, f"{EMOJI}@training.example")
    scene.player.click(PERSON)
    hand.is_told_at(MAILBOX, "不是完整的電子郵件地址")
    _paste(scene, MAILBOX, f" {EMAIL}\n")
    hand.is_fine(MAILBOX)
    scene.player.write(PHONE, "02-1234-5678".translate(FULL_WIDTH))
    hand.is_fine(PHONE)
    _paste(scene, PERSON, "訓練用\n聯絡人")
    hand.go_on()
    hand.comes_to("registration.email_code")
    the_code(scene)


def the_code(scene: Scene) -> None:
    """輸入驗證碼: letters, a wrong code (the tries left are told), then the one from the mail, full-width."""
    hand = Hand(scene)
    scene.player.wait(lambda: bool(scene.training.mails()), "the code's e-mail")
    right = _code_of(scene)
    scene.player.write(CODE, "abcdef")
    assert not hand.can_go_on()
    for left in (4, 3):
        scene.player.write(CODE, "000000" if right != "000000" else "000001")
        hand.go_on()
        hand.is_told("K-API-06", "驗證碼不正確", "重新輸入 6 位數字", also=f"還可以再試 {left} 次")
        hand.is_on("registration.email_code")
    hand.wizard_stands_at("email_code", "declaration", "contact")
    assert scene.services.drafts.open_drafts()[0].data["answers"]["contact"] == {
        "name": "訓練用聯絡人",
        "email": EMAIL,
        "phone": "0212345678",
    }
    scene.player.click("registration.email_code.again")
    hand.is_told("K-API-09", "寄送太頻繁", "先到信箱")
    scene.player.write(CODE, right.translate(FULL_WIDTH))
    hand.go_on()
    hand.comes_to("registration.done")


def _paste(scene: Scene, name: str, text: str) -> None:
    """Replace what the line of that name holds by `text` from the clipboard."""
    QGuiApplication.clipboard().setText(text)
    scene.player.click(name)
    line = QApplication.focusWidget()
    assert line is not None
    for key in (Qt.Key.Key_A, Qt.Key.Key_V):
        QTest.keyClick(line, key, Qt.KeyboardModifier.ControlModifier)


def _code_of(scene: Scene) -> str:
    """The newest code that was mailed."""
    digits = "".join(letter if letter.isdigit() else " " for letter in scene.training.mails()[-1].body)
    return next(word for word in digits.split() if len(word) == len("123456"))
