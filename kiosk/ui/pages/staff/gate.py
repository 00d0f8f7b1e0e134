"""Before a place is opened: is somebody signed in, and may they. And the lock."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from kiosk.services.flows.services import FAILURES
from kiosk.services.staff.roles import first_place
from kiosk.services.staff.staff import SignedIn, Staff
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.staff.own import BindCardPage, OwnPasswordPage, read_me
from kiosk.ui.pages.staff.sign_in import CardSignInPage, SignInPage, read_sign_in
from kiosk.ui.shell import Shell

SIGN_IN = frozenset({"sign_in", "sign_in_card"})


class Gate(QObject):
    """Stands before the places of `Routes`. `show` shows a page; `left` is called when nobody works here now.

    At a counter that asks for nobody's sign-in it lets everybody through.
    """

    def __init__(
        self, context: Context, shell: Shell, show: Callable[..., None], left: Callable[[], None]
    ) -> None:
        super().__init__(shell)
        self._context, self._shell, self._show, self._left = context, shell, show, left
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
        staff = self.staff
        if staff is None or place in SIGN_IN:
            return True
        me = staff.me
        if me is None:
            self.show_sign_in()
        elif me.must_change:
            if place == "own_password":
                return True
            self._own_password()
        else:
            try:
                staff.require_may_open(place)
            except FAILURES as failed:
                if self._shell.page is not None:
                    self._shell.page.failure = self._context.words(failed)
            else:
                return True
        return False

    def show_sign_in(self) -> None:
        """The page on which one signs in."""
        self._show(partial(read_sign_in, self._context.services), SignInPage)

    def lock(self, why: str) -> None:
        """Nobody works here any more; what is under way is put aside. Waits while something is being done."""
        staff, page = self.staff, self._shell.page
        if staff is None or page is None or page.busy is not None or page.objectName() in SIGN_IN:
            return
        self._shell.dismiss()

        def locked(_: object) -> None:
            self._left()
            self.show_sign_in()

        self._context.run(page, self.tr("鎖定中，請稍候"), partial(staff.sign_out, why), locked, locked)

    def look(self) -> None:
        """Central's list may have changed: who is not in it works here no more."""
        page = self._shell.page
        if self.staff is not None and self.me is None and page is not None:
            self.lock("list")

    def _own_password(self) -> None:
        me = self.me
        back = None if me is None or me.must_change else ("sync", "")
        self._show(partial(read_me, self._context.services), OwnPasswordPage, back_to=back)
