"""What somebody of the staff sets for themselves: an own password, and the card that signs in as well."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt

from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.services import Services
from kiosk.services.staff.passwords import LONGEST, SHORTEST
from kiosk.services.staff.staff import SignedIn
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.pin_page import OwnCardPage
from kiosk.ui.pages.staff.sign_in import place_after, staff_of
from kiosk.ui.widgets import Banner, BannerKind, TextField


def read_me(services: Services) -> SignedIn | None:
    """Who works here."""
    return staff_of(services).me


class OwnPasswordPage(PlacePage):
    """自訂密碼: the one that was given, and twice the new one."""

    def __init__(self, scene: SignedIn | None, context: Context) -> None:
        super().__init__(context, "own_password", illustration="pin")
        first = scene is not None and scene.must_change
        self.head(
            self.tr("請自訂密碼") if first else self.tr("變更密碼"),
            self.tr("給您的密碼只能用一次；自訂後才能開始工作。")
            if first
            else self.tr("新密碼只在本機有效；忘記時請主管機關重發。"),
            next_text=self.tr("儲存密碼"),
        )
        self.valid = False
        fit = self.tr("至少 {count} 個字元，例如幾個不相干的詞；不要含有帳號。").format(count=SHORTEST)
        self._old = self._line(self.tr("目前的密碼"), "old")
        self._new = self._line(self.tr("新密碼"), "new", fit)
        self._again = self._line(self.tr("再輸入一次新密碼"), "again")
        self._again.left.connect(self._compare)
        self.first_focus = self._old

    def go_on(self) -> None:
        """Keep it."""
        services, old, new = self.context.services, self._old.text, self._new.text
        self.leave()
        work = partial(_change, services, old, new)
        self.context.run(self, self.tr("處理中，請稍候"), work, self._kept, self._refused)

    def leave(self) -> None:
        """Wipe what was typed."""
        for one in (self._old, self._new, self._again):
            one.wipe()

    def _line(self, label: str, name: str, hint: str = "") -> TextField:
        line = TextField(
            label,
            object_name=f"own_password.{name}",
            kind=Entry.HIDDEN,
            hint=hint,
            longest=LONGEST,
        )
        line.edited.connect(lambda _text: self._check())
        self.content.addWidget(line)
        return line

    def _compare(self) -> None:
        other = bool(self._again.text) and self._again.text != self._new.text
        self._again.set_error(self.tr("兩次輸入的新密碼不同。") if other else "")

    def _check(self) -> None:
        same = self._new.text == self._again.text
        self.valid = bool(self._old.text) and len(self._new.text) >= SHORTEST and same
        if same:
            self._again.set_error("")

    def _kept(self, place: str) -> None:
        self.went.emit(place, "")

    def _refused(self, error: Exception) -> None:
        self.failure = self.context.words(error)
        self._old.line.setFocus(Qt.FocusReason.OtherFocusReason)


class BindCardPage(OwnCardPage):
    """我的憑證卡: the own 自然人憑證 signs in from now on."""

    def __init__(self, scene: SignedIn | None, context: Context) -> None:
        super().__init__(context, "own_card")
        self.head(
            self.tr("我的憑證卡"),
            self.tr("請插入本人的自然人憑證並輸入 PIN 碼；之後可以用它登入本機，不必輸入密碼。"),
            next_text=self.tr("綁定這張卡片"),
        )
        bound = scene is not None and scene.has_card
        self.content.addWidget(
            Banner(
                BannerKind.SUCCESS if bound else BannerKind.INFO,
                self.tr("已綁定一張卡片") if bound else self.tr("還沒有綁定卡片"),
                self.tr("再綁定另一張時，原來的不能再登入。")
                if bound
                else self.tr("只記下憑證的識別碼，不記姓名與證號。"),
                object_name="own_card.bound",
            )
        )

    def use(self, card: PresentCard, pin: bytearray) -> Callable[[], SignedIn]:
        """Bind it."""
        return partial(staff_of(self.context.services).bind_card, card.reading, pin)

    def used(self, result: Any) -> None:
        """Show that it is."""
        self.went.emit("own_card", "")


def _change(services: Services, old: str, new: str) -> str:
    return place_after(services, staff_of(services).change_password(old, new))
