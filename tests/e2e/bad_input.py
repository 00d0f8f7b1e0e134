"""A hand that does the wrong thing at the kiosk's window, and an eye for what the window says to it."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.cardreader.virtual.scenarios import TRAINING_PIN
from kiosk.services.flows.cards import is_no_card
from kiosk.services.folders import RESOURCES
from kiosk.ui.widgets import PinPad, Text
from kiosk.ui.widgets.pictures import Illustration
from tests.e2e.program import Scene

WRONG_PIN = "000000"
assert WRONG_PIN != TRAINING_PIN
NO_CARD = "K-CARD-03"


class Hand:
    """Plays `scene` beside the main job's path."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._player = scene.player
        # Without a window manager nobody else does it, and a line that is never left tells nothing.
        scene.window.activateWindow()
        self._player.wait(scene.window.isActiveWindow, "the window's turn")

    # Cards

    def put_in(self, card: str) -> None:
        """Put in a training card, by the training menu; the one in the reader is taken out before."""
        if not self._is_empty():
            self.take_out()
        self._player.click("training.insert")
        self._player.click(f"training.card.{card}")
        self._wait_for_card()

    def put_back(self) -> None:
        """Put in again the card that was taken out, as it was."""
        self.scene.training.insert_card()
        self._wait_for_card()

    def take_out(self) -> None:
        """Pull the card out, by the training menu."""
        self._player.click("training.remove")
        self._player.wait(self._is_empty, "the empty reader")

    def _wait_for_card(self) -> None:
        def read() -> bool:
            state = self.scene.window.card
            return state.present is not None or (state.error is not None and not self._is_empty())

        self._player.wait(read, "the card in the reader")

    def _is_empty(self) -> bool:
        error = self.scene.window.card.error
        return error is not None and is_no_card(error)

    # Going on

    def go_on(self) -> None:
        """Press the next button."""
        self._player.click("nav.next")

    def can_go_on(self) -> bool:
        """Whether the next button can be pressed."""
        button = self._player.find("nav.next")
        return button is not None and button.isEnabled()

    def comes_to(self, page: str) -> None:
        """Wait for a page."""
        self._player.wait_for_page(page)

    def is_on(self, page: str) -> None:
        """Hold that this page is shown still."""
        assert self._player.page.objectName() == page, self._player.page.objectName()

    # PIN

    def ready_for_pin(self, tries: str) -> None:
        """Wait for the pad, which says `tries` before anything is typed; nothing is told to be wrong."""
        self._player.wait(lambda: self.pad_shows(tries), f"the PIN pad with {tries}")
        assert self._player.page.failure is None, self._player.page.failure
        assert self.typed() == 0

    def pad_shows(self, tries: str) -> bool:
        """Whether the pad is shown and says `tries`."""
        return self._player.find("pin") is not None and tries in self.scene.text("pin.tries")

    def no_pad(self) -> bool:
        """Whether nobody is asked for a PIN."""
        return self._player.find("pin") is None and not self.can_go_on()

    def type_pin(self, digits: str) -> None:
        """Press the pad's digits."""
        for digit in digits:
            self._player.click(f"pin.digit.{digit}")

    def sign_with(self, digits: str) -> None:
        """Type a PIN and send it to the card."""
        self.type_pin(digits)
        self.go_on()

    def typed(self) -> int:
        """How many characters the pad holds."""
        pad = self._player.find("pin", PinPad)
        assert pad is not None, "the PIN pad is not shown"
        return pad.count

    # What is told

    def is_told(self, code: str, what: str, remedy: str, *, also: str = "") -> None:
        """Wait for the failure of that code, and hold that the person sees it whole.

        `what` is in its title, `remedy` in what to do, `also` in its cause. A picture of it is left.
        """
        page = self._player
        page.wait(lambda: _code_of(self.scene) == code and page.page.busy is None, f"failure {code}")
        panel = self._player.find("page.failure")
        assert panel is not None
        page.wait(lambda: not _cut_off(panel), f"{code} seen whole")
        page.picture(code)
        window = self.scene.window
        assert window.screen().geometry().contains(window.geometry()), window.geometry()
        assert what in self.scene.text("page.failure.title")
        assert remedy in self.scene.text("page.failure.remedy")
        assert code in self.scene.text("page.failure.code")
        assert also in panel.accessibleDescription()
        drawing = panel.findChild(Illustration)
        assert drawing is not None
        assert drawing.isVisible() == _is_drawn(self.scene), "the failure's drawing"

    def is_asked_for_card(self) -> None:
        """Wait until the page asks for a card, whole and in peace: an empty reader is no failure."""
        page = self._player
        invitation = f"{page.page.objectName()}.invitation"

        def asks() -> QWidget | None:
            told = page.find("page.failure") if _code_of(self.scene) == NO_CARD else None
            return told or page.find(invitation)

        page.wait(lambda: asks() is not None and page.page.busy is None, "an invitation")
        asked = asks()
        assert asked is not None
        page.wait(lambda: not _cut_off(asked), "the invitation seen whole")
        page.picture("no-card")
        assert any("晶片面朝上" in one.text() for one in asked.findChildren(Text) if one.isVisible())
        assert page.find("page.failure.code") is None

    def is_not_told_anything(self) -> None:
        """Wait until nothing is told to be wrong any more."""
        self._player.wait(lambda: self._player.page.failure is None, "the failure's end")

    def line(self, name: str) -> str:
        """What stands on the line of that name."""
        line = self._player.find(name, QLineEdit)
        assert line is not None, f"{name} is not shown"
        return line.text()

    def is_told_at(self, name: str, words: str) -> None:
        """Hold that beside the line of that name it says `words`, and one cannot go on."""
        error = f"{name}.error"
        self._player.wait(lambda: self._player.find(error) is not None, f"a word at {name}")
        assert words in self.scene.text(error), self.scene.text(error)
        assert not self.can_go_on()

    def is_fine(self, name: str) -> None:
        """Hold that nothing is told to be wrong with that line."""
        assert self._player.find(f"{name}.error") is None, self.scene.text(f"{name}.error")

    # What is kept

    def nothing_submitted(self, before: int = 0) -> None:
        """Hold that no command was taken beyond the first `before`: none waits, and none was confirmed."""
        assert self.scene.services.sync.status().waiting == 0
        card = self.scene.window.card.present
        member = None if card is None else self.scene.services.desk.find(card.holder.holder_id)
        version = 0 if member is None else self.scene.services.desk.view(member).shown.version
        assert version == before, version

    def wizard_stands_at(self, step: str, *answered: str) -> None:
        """Hold that the unfinished wizard is kept at `step`, with what was answered on the way."""
        (draft,) = self.scene.services.drafts.open_drafts()
        assert draft.step == step
        assert set(answered) <= set(draft.data["answers"])


def _code_of(scene: Scene) -> str:
    failure = scene.player.page.failure
    return "" if failure is None else failure.code


def _is_drawn(scene: Scene) -> bool:
    """Whether the failure has a drawing; one about cards, readers or central always has."""
    failure = scene.player.page.failure
    assert failure is not None
    drawn = (RESOURCES / "icons" / "illustrations" / f"{failure.picture}.svg").is_file()
    assert drawn or not failure.code.startswith(("K-CARD", "K-SYNC-01")), failure.picture
    return drawn


def _cut_off(panel: QWidget) -> list[str]:
    """What of the panel cannot be seen whole: it reaches out of the window, or is too low for its words."""
    found = [] if panel.visibleRegion().boundingRect() == panel.rect() else ["the panel"]
    for child in panel.findChildren(QWidget):
        if child.isVisible():
            place = QRect(child.mapTo(panel, child.rect().topLeft()), child.size())
            hint = child.minimumSizeHint().height()
            needed = child.heightForWidth(child.width()) if child.hasHeightForWidth() else hint
            if not panel.rect().contains(place) or child.height() < needed:
                found.append(f"{child.objectName() or type(child).__name__}: {child.height()} of {needed} px")
    return found
