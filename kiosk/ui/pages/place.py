"""Pages outside of a wizard: what one looks at, and from where one goes elsewhere."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.shell import Shell
from kiosk.ui.workers import Job


class PlacePage(StepPage):
    """A page one looks at. `went` asks to go somewhere: the name of the place, and what it is about."""

    shows_prints = False
    """Whether its scene changes when a print comes further."""

    def __init__(
        self, context: Context, object_name: str, *, illustration: str = "", wide: bool = False
    ) -> None:
        super().__init__(context, object_name, illustration=illustration, wide=wide)
        self._outcomes: dict[Callable[[Any, Any], None], Any] = {}

    def tell(self, how: Callable[[Any, Any], None], outcome: Any) -> None:
        """Show what came of something by `how`, a method of this page's; and again on the page made anew."""
        self._outcomes.pop(how, None)  # the last one is told last
        self._outcomes[how] = outcome
        how(self, outcome)

    def takes_over(self, before: StepPage) -> None:
        """What came of something stays too."""
        super().takes_over(before)
        if isinstance(before, PlacePage):
            for how, outcome in before._outcomes.items():
                self.tell(how, outcome)

    def go_on(self) -> None:
        """What the next button does here."""

    def go_back(self) -> bool:
        """Whether the page sees to going back itself, as where something is to be kept first."""
        return False


class Place(QObject):
    """One such page: its scene is read off the Qt thread, and read again when something may have changed."""

    shown = Signal()
    went = Signal(str, str)

    def __init__(
        self,
        read: Callable[[], Any],
        make_page: Callable[[Any, Context], PlacePage],
        context: Context,
        shell: Shell,
        *,
        back_to: tuple[str, str] | None = None,
    ) -> None:
        """`back_to` is where the back button leads; without it there is none. `scene` is what is shown."""
        super().__init__(shell)
        self.back_to = back_to
        self._read = read
        self._make_page = make_page
        self._context = context
        self._shell = shell
        self.scene: Any = None
        self._page: PlacePage | None = None
        self._reading: Job | None = None

    def begin(self) -> None:
        """Read, then show."""
        self._context.run(self._shell.page, self.tr("處理中，請稍候"), self._read, self._show)

    def begin_with(self, scene: Any) -> None:
        """Show `scene` at once, then what is read."""
        self._show(scene)
        self.refresh()

    def refresh(self) -> None:
        """Read again; the page is made anew only where something has changed."""
        if self._page is None or self._page.busy is not None:
            return
        if self._reading is not None:
            self._reading.cancel()  # what it reads may be older
        self._reading = self._context.run(None, "", self._read, self._show_news, lambda _error: None)

    def next(self) -> None:
        """The next button."""
        if self._page is not None and self._page.valid and self._page.busy is None:
            self._page.go_on()

    def back(self) -> bool:
        """The back button: whether the page sees to it."""
        page = self._page
        return page is not None and (page.busy is not None or page.go_back())

    def card_changed(self, state: CardState) -> None:
        """Tell the page what lies in the reader."""
        if self._page is not None:
            self._page.card_changed(state)

    def sync_moved(self) -> None:
        """Tell the page that a round of sync has come further."""
        if self._page is not None:
            self._page.sync_moved()

    def printing_moved(self) -> None:
        """Tell the page that a print has come further."""
        if self._page is not None:
            self._page.printing_moved()
            if self._page.shows_prints:
                self.refresh()

    def redraw(self) -> None:
        """Show the same anew, as in another language, scrolled to where it was."""
        before = self._page
        if before is None or before is not self._shell.page:
            return
        if before.busy is not None:
            before.changed.connect(self._redraw_when_done)  # what is done comes to its end where it began
            return
        page = self._make_page(self.scene, self._context)
        page.takes_over(before)
        scrolled = before.scroll_area.verticalScrollBar().value()
        self._place(page)
        page.scroll_area.verticalScrollBar().setValue(scrolled)

    def _redraw_when_done(self) -> None:
        if self._page is not None and self._page.busy is None:
            QTimer.singleShot(0, self, self.redraw)

    def _show_news(self, scene: Any) -> None:
        if self._page is not None and self._page is self._shell.page and scene != self.scene:
            before, self.scene = self.scene, scene
            self.redraw()
            if type(scene) is not type(before):
                self.shown.emit()  # another place altogether, as where central said no to a registration

    def _show(self, scene: Any) -> None:
        self.scene = scene
        self.shown.emit()
        self._place(self._make_page(scene, self._context))

    def _place(self, page: PlacePage) -> None:
        self._page = page
        page.went.connect(self.went)
        self._shell.show_page(page, can_go_back=self.back_to is not None, can_cancel=False)
        page.card_changed(self._context.card)
