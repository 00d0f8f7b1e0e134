"""登入: who works at this counter. By id and password, or by the own 自然人憑證 card."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.services import Services
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.roles import CounterRole, first_place
from kiosk.services.staff.staff import SignedIn, Staff
from kiosk.services.training.staff import TRAINING_STAFF
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.pin_page import OwnCardPage
from kiosk.ui.pages.staff.role_words import role_name
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, KeyValueTable, TextField

LONGEST_ID, LONGEST_PASSWORD = 40, 200


@dataclass(frozen=True, slots=True)
class SignInScene:
    """Whether anybody can sign in by central's list."""

    has_list: bool


def read_sign_in(services: Services) -> SignInScene:
    """How it stands now."""
    return SignInScene(has_list=staff_of(services).has_list)


def staff_of(services: Services) -> Staff:
    """The counter's staff, where pages of the staff's are shown."""
    assert services.staff is not None
    return services.staff


def place_after(services: Services, me: SignedIn) -> str:
    """Where one goes after signing in: an own password first, then a shift where none is open."""
    if me.must_change:
        return "own_password"
    no_shift = services.shifts is not None and services.shifts.standing().opened_at is None
    if me.role is CounterRole.SUPERVISOR and no_shift:
        return "shift"
    return first_place(me.role)


class SignInPage(PlacePage):
    """Id and password."""

    def __init__(self, scene: SignInScene, context: Context) -> None:
        super().__init__(context, "sign_in", illustration="staff")
        self.head(
            self.tr("人員登入"),
            self.tr("請以主管機關給的帳號登入；不需要網路。"),
            next_text=self.tr("登入"),
        )
        self.valid = False
        if not scene.has_list:
            self._tell_no_list()
        self._id = TextField(self.tr("帳號"), object_name="sign_in.id", kind=Entry.CODE, longest=LONGEST_ID)
        self._password = TextField(
            self.tr("密碼"),
            object_name="sign_in.password",
            kind=Entry.HIDDEN,
            longest=LONGEST_PASSWORD,
        )
        for one in (self._id, self._password):
            one.edited.connect(lambda _text: self._check())
            self.content.addWidget(one)
        self._id.line.returnPressed.connect(lambda: self._password.line.setFocus())
        by_card = Button(
            self.tr("改用本人的自然人憑證"), object_name="sign_in.by_card", icon="card", kind=ButtonKind.QUIET
        )
        by_card.clicked.connect(lambda: self.went.emit("sign_in_card", ""))
        row = QHBoxLayout()
        row.addWidget(by_card)
        row.addStretch(1)
        self.content.addLayout(row)
        if context.services.training is not None:
            self._tell_training()
        self.first_focus = self._id

    def go_on(self) -> None:
        """Sign in."""
        services, staff_id, password = self.context.services, self._id.value, self._password.text
        self._password.wipe()
        work = partial(_sign_in, services, partial(staff_of(services).sign_in, staff_id, password))
        self.context.run(self, self.tr("登入中，請稍候"), work, self._signed_in, self._refused)

    def leave(self) -> None:
        """Wipe what was typed."""
        self._password.wipe()

    def _signed_in(self, place: str) -> None:
        self.went.emit(place, "")

    def _refused(self, error: Exception) -> None:
        self.failure = self.context.words(error)
        self._password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        self.valid = bool(self._id.text.strip()) and bool(self._password.text)

    def _tell_no_list(self) -> None:
        failure = self.context.services.failures.text(StaffFailure.NO_LIST.value, self.context.language)
        told = f"{failure.cause}\n{failure.remedy} ({failure.code})"
        self.content.addWidget(Banner(BannerKind.WARNING, failure.title, told, object_name="sign_in.no_list"))
        again = Button(self.tr("重新同步"), object_name="sign_in.sync", icon="sync-waiting")
        again.clicked.connect(self._sync)
        row = QHBoxLayout()
        row.addWidget(again)
        row.addStretch(1)
        self.content.addLayout(row)

    def _sync(self) -> None:
        context = self.context
        context.run(self, self.tr("同步中，請稍候"), context.services.sync.once, context.tell_sync)

    def _tell_training(self) -> None:
        """Training's accounts are nobody's secret."""
        table = KeyValueTable(
            [(f"{one.staff_id}　{one.password}", role_name(one.role)) for one in TRAINING_STAFF],
            object_name="sign_in.training",
            heading=self.tr("訓練帳號與密碼"),
        )
        self.content.addWidget(table)


class CardSignInPage(OwnCardPage):
    """The own 自然人憑證 card, and its PIN."""

    def __init__(self, scene: SignInScene, context: Context) -> None:
        super().__init__(context, "sign_in_card")
        self.head(
            self.tr("以自然人憑證登入"),
            self.tr("請插入本人的自然人憑證，輸入 PIN 碼。卡片須先在本機綁定帳號。"),
            next_text=self.tr("登入"),
        )
        self.content.addWidget(
            Banner(
                BannerKind.INFO,
                self.tr("登入後請取回卡片"),
                self.tr("第一次使用時，請先以帳號與密碼登入，在「同步」頁的「我的憑證卡」綁定。"),
                object_name="sign_in_card.note",
            )
        )

    def use(self, card: PresentCard, pin: bytearray) -> Callable[[], str]:
        """Sign in."""
        services = self.context.services
        return partial(_sign_in, services, partial(staff_of(services).sign_in_by_card, card.reading, pin))

    def used(self, result: Any) -> None:
        """On to where one begins."""
        self.went.emit(str(result), "")


def _sign_in(services: Services, sign_in: Callable[[], SignedIn]) -> str:
    return place_after(services, sign_in())
