"""To the pages beside the main job: what needs no card, the staff's own, and what a member can look at."""

from collections.abc import Callable

from kiosk.ui.pages.place import PlacePage
from kiosk.ui.window import KioskWindow
from kiosk.walk.player import Player

_OPEN = (
    *("contact", "about", "apply_how", "transform", "founding", "founding_open"),
    *("sync", "attend", "printing", "printers", "verify", "bundle", "shift", "own_password", "own_card"),
)
_FOUNDING = (
    *("name", "founders", "members", "boards", "plan", "articles", "days"),
    *("papers", "checklist", "save", "join", "delete"),
)
_GUIDE_PARTS = 5


class Tour:
    """Leads `player` from page to page; `on_page` hears of each."""

    def __init__(self, player: Player, window: KioskWindow, on_page: Callable[[str], object]) -> None:
        self._player, self._window, self._on_page = player, window, on_page

    def without_card(self) -> None:
        """From the start page and back, with an empty reader."""
        self._see("start")
        self._go("account", "member")
        self._see("member")
        for place in _OPEN:
            self._home()
            self._go(place)
            if self._player.page.objectName() != "start":  # else it said why not, as where nothing prints
                self._see(self._player.page.objectName())
        self._home()
        self._founding()
        self._home()

    def of_member(self) -> None:
        """What a member can look at besides, from the account."""
        self._home()
        self._go("papers", "papers")
        self._see("papers")
        for wizard, page in (("privacy", "privacy.ask"), ("expert", "expert.themes")):
            self._home()
            self._go(wizard, page)
            self._see(page)
            self._give_up()
        self._window.crash(RuntimeError())
        self._see(self._player.wait_for_page("crash"))
        self._player.click("nav.next")
        self._player.wait_for_page("start")

    def of_technician(self) -> None:
        """What who looks after the machine sees, who has just signed in."""
        self._see("technician")
        for place in ("printers", "doctor_stick"):
            self._go(place)
            self._see(self._player.page.objectName())
        self._go("doctor", "doctor")
        self._player.wait(lambda: self._player.page.valid, "the doctor's findings")
        self._see("doctor")
        self._go("leave", "leave")
        self._see("leave")

    def cancelling(self) -> None:
        """From an order that can still be cancelled; it is not, and one lands on the start page."""
        self._player.click("order_detail.cancel")
        self._see(self._player.wait_for_page("cancel.review"))
        self._give_up()

    def _founding(self) -> None:
        self._go("founding_guide", "founding_guide.organise")
        for _ in range(_GUIDE_PARTS):
            self._see(self._player.page.objectName())
            before = self._player.page
            self._player.click("nav.next")
            self._player.wait(lambda before=before: self._player.page is not before, "the guide's next part")  # type: ignore[misc]
        self._go("founding_new")
        self._see("founding_new")
        for place in _FOUNDING:
            self._go("founding_case", "founding_case")
            self._see("founding_case")
            self._go(f"founding_{place}")
            self._see("founding_checklist" if place == "checklist" else self._player.page.objectName())
        self._go("founding_case", "founding_case")
        self._go("founding_paper application", "founding_paper")
        self._see("founding_paper")

    def _go(self, place: str, page: str = "") -> None:
        before = self._player.page
        assert isinstance(before, PlacePage)
        name, _, about = place.partition(" ")
        before.went.emit(name, about)
        self._player.wait(
            lambda: (
                self._player.page.busy is None
                and (self._player.page is not before or before.failure is not None)
            ),
            f"going to {place}",
        )
        if page:
            self._player.wait_for_page(page)

    def _see(self, page: str) -> None:
        self._on_page(page)

    def _home(self) -> None:
        self._player.click("nav.home")
        self._player.wait_for_page("start")

    def _give_up(self) -> None:
        self._player.click("nav.cancel")
        self._player.click("dialog.yes")
        self._player.wait_for_page("start")
