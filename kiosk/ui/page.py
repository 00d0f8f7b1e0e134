"""One page of a flow: its name and content, whether one may go on, what it waits for, what went wrong."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kiosk.services.failures import Failure
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.busy_overlay import BusyOverlay
from kiosk.ui.widgets.failure_panel import FailurePanel
from kiosk.ui.widgets.field import TextField
from kiosk.ui.widgets.fit import FIT_CHANGED
from kiosk.ui.widgets.scroll_column import ScrollColumn
from kiosk.ui.widgets.text_area import TextArea

_BESIDE_FROM = 600  # narrower than this, nothing stands beside the content


class Page(QWidget):
    """Base of all pages. A page fills :attr:`content`, which scrolls when it is higher than the window.

    ``changed`` tells that :attr:`valid`, :attr:`busy` or :attr:`failure` changed; ``advance`` asks the flow
    to go on without a press of the next button (a card was recognised).
    """

    changed = Signal()
    advance = Signal()

    def __init__(
        self,
        title: str,
        lead: str = "",
        *,
        object_name: str,
        illustration: str = "",
        next_text: str | None = "",
        wide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``title`` and one sentence ``lead`` stand beside the page, or above it when ``wide``.

        ``illustration`` names a drawing of ``resources/icons/illustrations``; ``next_text`` replaces 下一步;
        with None there is no such button: the page itself leads on.
        """
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.title = title
        self.lead = lead
        self.illustration = illustration
        self.next_text = next_text
        self.wide = wide
        self.first_focus: QWidget | None = None
        self._valid = self._fits = True
        self._busy: str | None = None
        self._failure: Failure | None = None
        self._build()

    def _build(self) -> None:
        space = active_theme().measures
        self.scroll_area = ScrollColumn()
        column = self.scroll_area.column
        # Room for the scroll bar at the right; focus rings stand inside their widgets.
        column.setContentsMargins(0, 0, 14, 6)
        column.setSpacing(space.gap)
        self._failure_panel = FailurePanel(object_name="page.failure")
        self._failure_panel.hide()
        column.addWidget(self._failure_panel)
        self.content = QVBoxLayout()
        self.content.setSpacing(space.gap)
        column.addLayout(self.content)
        column.addStretch(1)

        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(space.gap)
        self._outer.addWidget(self.scroll_area, 1)
        self._overlay = BusyOverlay(self, object_name="page.busy")

    def put_beside(self, widget: QWidget) -> None:
        """Put ``widget`` at the right of all content, below it where it is narrow; it does not scroll."""
        self._outer.addWidget(widget)

    @property
    def valid(self) -> bool:
        """Whether what the page holds is enough to go on, and fits where it stands."""
        return self._valid and self._fits

    @valid.setter
    def valid(self, valid: bool) -> None:
        if valid != self._valid:
            self._valid = valid
            self.changed.emit()

    @property
    def busy(self) -> str | None:
        """What is being done, in words, or None. While busy the page takes no input."""
        return self._busy

    @busy.setter
    def busy(self, doing: str | None) -> None:
        if doing == self._busy:
            return
        self._busy = doing
        if doing is None:
            self._overlay.stop()
        else:
            self._overlay.start(doing)
        self.changed.emit()

    def show_progress(self, done: int, total: int) -> None:
        """How far the wait is: ``done`` of ``total`` parts."""
        self._overlay.set_progress(done, total)

    @property
    def failure(self) -> Failure | None:
        """What went wrong; shown above the content until it is set to None."""
        return self._failure

    @failure.setter
    def failure(self, failure: Failure | None) -> None:
        if failure is self._failure:
            return
        self._failure = failure
        self._failure_panel.setVisible(failure is not None)
        if failure is not None:
            self._failure_panel.show_failure(
                failure.title, failure.cause, failure.remedy, failure.who, failure.code, failure.picture
            )
            self._failure_panel.set_calm(failure.calm)
            self.scroll_area.verticalScrollBar().setValue(0)
        self.changed.emit()

    def apply(self) -> None:
        """Hand what was entered to the flow; called when the person goes on."""

    def leave(self) -> None:
        """Stop waiting and wipe secrets; called before the page is taken away and deleted."""

    def customEvent(self, event: QEvent) -> None:
        """Something was written that cannot stand in its field, or is no more."""
        if event.type() == FIT_CHANGED:
            fields = self.findChildren(TextField) + self.findChildren(TextArea)
            self._fits = all(field.fits or field.isHidden() for field in fields)
            self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the busy overlay over the whole page."""
        super().resizeEvent(event)
        self._overlay.setGeometry(self.rect())
        beside = self.width() >= _BESIDE_FROM
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._outer.direction():
            self._outer.setDirection(direction)
