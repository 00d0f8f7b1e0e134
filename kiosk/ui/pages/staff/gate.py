"""Before a place is opened: is somebody signed in, and may they. And the lock."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from kiosk.services.flows.services import FAILURES
from kiosk.services.staff.roles import first_place
from kiosk.services.staff.staff import SignedIn, Staff
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.own import BindCardPage, OwnPasswordPage, read_me
from kiosk.ui.pages.staff.sign_in import CardSignInPage, SignInPage, read_sign_in
from kiosk.ui.shell import Shell

SIGN_IN = frozenset({"sign_in", "sign_in_card"})

_WITHOUT = SIGN_IN | {"crash"}
"""What is shown while nobody works here."""


class Gate(QObject):
    """Stands before the places of `Routes`. `left` is called when nobody works here now.

    `show` shows a page once it is read, `show_now` in the very call. In self-service it asks for nobody's
    sign-in, and opens nothing of the staff's.
    """

    def __init__(
        self,
        context: Context,
        shell: Shell,
        show: Callable[..., None],
        show_now: Callable[[Callable[[], Any], Callable[[Any, Context], PlacePage]], None],
        left: Callable[[], None],
    ) -> None:
        super().__init__(shell)
        self._context, self._shell, self._show, self._left = context, shell, show, left
        self._show_now = show_now
        self._due = ""
        """Why to lock, as soon as what is being done has come to its end."""
        shell.page_shown.connect(self._page_shown)
        self.places: dict[str, Callable[[str], None]] = {
            "sign_in": lambda _: self.show_sign_in(),
            "sign_in_card": lambda _: show(
                partial(read_sign_in, context.services), CardSignInPage, back_to=("sign_in", "")
            ),
            "own_password": lambda _: self._own_password(),
            "own_card": lambda _: show(
                partial(read_me, context.services), BindCardPage, back_to=("sync", "")
            ),
        }

    @property
    def staff(self) -> Staff | None:
        """The staff, where somebody has to sign in."""
        staff = self._context.services.staff
        return staff if staff is not None and staff.attended else None

    @property
    def me(self) -> SignedIn | None:
        """Who works here."""
        return None if self.staff is None else self.staff.me

    @property
    def home(self) -> str:
        """Where one begins."""
        me = self.me
        return "home" if me is None else first_place(me.role)

    def lets(self, place: str) -> bool:
        """Whether the place is opened; if not, what is to be done instead is shown."""
        staff = self._context.services.staff
        if staff is None:
            return True
        if staff.attended:
            me = staff.me
            if place in SIGN_IN or (me is not None and me.must_change and place == "own_password"):
                return True
            if me is None:
                self.show_sign_in()
                return False
            if me.must_change:
                self._own_password()
                return False
        try:
            staff.require_may_open(place)
        except FAILURES as failed:
            if self._shell.page is not None:
                self._shell.page.failure = self._context.words(failed)
            return False
        return True

    def show_sign_in(self) -> None:
        """The page on which one signs in, at once: nothing of what was shown before can be seen any more."""
        page = self._shell.page
        if page is None or page.objectName() != "sign_in":  # what is typed there stays
            self._show_now(partial(read_sign_in, self._context.services), SignInPage)

    def lock(self, why: str) -> None:
        """Nobody works here any more; what is under way is put aside. Waits while something is being done."""
        staff, page = self.staff, self._shell.page
        self._due = ""
        if staff is None or page is None or (staff.me is None and page.objectName() in _WITHOUT):
            return
        if page.busy is not None:
            self._due = why
            return
        self._shell.dismiss()

        def locked(_: object) -> None:
            self.show_sign_in()
            self._left()

        self._context.run(page, self.tr("鎖定中，請稍候"), partial(staff.sign_out, why), locked, locked)

    def look(self) -> None:
        """Central's list may have changed: who is not in it works here no more."""
        if self.staff is not None and self.me is None:
            self.lock("list")

    def _page_shown(self) -> None:
        if self._shell.page is not None:
            self._shell.page.changed.connect(self._look_whether_due)
        self._look_whether_due()

    def _look_whether_due(self) -> None:
        page = self._shell.page
        if self._due and page is not None and page.busy is None:
            # What was done is shown first, or the next page could cover the lock.
            QTimer.singleShot(0, self, self._lock_if_due)

    def _lock_if_due(self) -> None:
        if self._due:
            self.lock(self._due)

    def _own_password(self) -> None:
        me = self.me
        back = None if me is None or me.must_change else ("sync", "")
        self._show(partial(read_me, self._context.services), OwnPasswordPage, back_to=back)
