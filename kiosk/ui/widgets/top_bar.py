"""The bar at the top: whose counter this is, how it stands with central, language, staff."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.sync_mark import SyncMark
from kiosk.ui.widgets.text import ElidedText, Text

_EDGE, _GAP = 18, 12
_LOW_TARGET = 48  # where a window has no room for a second line
_LONGEST_NAME = 6  # characters that the bar has room for


class TopBar(QFrame):
    """The mark and name, which lead home; mode, clock, sync mark; language and staff call."""

    home_requested = Signal()
    language_requested = Signal()
    display_requested = Signal()
    staff_requested = Signal()
    sync_requested = Signal()
    end_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("top-bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._mode_text, self._call = "", ""
        self._staff_name = ""
        self._alone = False
        self._home = Button("", object_name="nav.home", kind=ButtonKind.PRIMARY, icon="mark")
        self._home.clicked.connect(lambda: self.home_requested.emit())
        self._name = ElidedText("", "strong")
        self._place = ElidedText("", "caption")
        self.clock = Text("", "caption", object_name="clock", wrap=False)
        self.sync_mark = SyncMark(object_name="sync-mark")
        self.sync_mark.clicked.connect(lambda: self.sync_requested.emit())
        self._language = Button(
            "", object_name="nav.language", kind=ButtonKind.QUIET, icon="language", compact=True
        )
        self._language.clicked.connect(lambda: self.language_requested.emit())
        self._display = Button("", object_name="nav.display", kind=ButtonKind.QUIET, icon="display")
        self._display.clicked.connect(lambda: self.display_requested.emit())
        self._staff = Button("", object_name="nav.staff", kind=ButtonKind.QUIET, icon="bell", compact=True)
        self._staff.clicked.connect(self._staff_pressed)
        self._end = Button("", object_name="nav.end", icon="close", compact=True)
        self._end.clicked.connect(lambda: self.end_requested.emit())
        self._end.hide()
        self._build()
        self._retranslate()

    def _build(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._place)
        names.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE, 4, _EDGE, 4)
        row.setSpacing(_GAP)
        row.addWidget(self._home)
        row.addLayout(names)
        row.addStretch(1)
        self._clock_icon = Icon("calendar", size=24, ink="muted")
        for widget in (self._clock_icon, self.clock):
            row.addWidget(widget)
        row.addWidget(self.sync_mark)
        row.addWidget(self._display)
        row.addWidget(self._language)
        row.addWidget(self._staff)
        row.addWidget(self._end)
        self.clock.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for: the day, the staff's words, the name, at last all."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as its icons."""
        icons = sum(not one.isHidden() for one in self._buttons) * (
            self._home.minimumSizeHint().height() + _GAP
        )
        mark = 0 if self.sync_mark.isHidden() else self.sync_mark.sizeHint().width()
        return QSize(2 * _EDGE + icons + mark, super().minimumSizeHint().height())

    @property
    def _buttons(self) -> tuple[Button, ...]:
        return self._home, self._display, self._language, self._staff, self._end

    def _fit(self) -> None:
        """The order of the arguments is the order in which they give way."""
        for steps in range(5):
            shown = {"day": steps < 1, "staff": steps < 2, "name": steps < 3, "language": steps < 4}
            if self._wanted(**shown) <= self.width():
                break
        self._arrange(**shown)

    def _wanted(self, *, day: bool, staff: bool, name: bool, language: bool) -> int:
        """How wide the bar is with these."""
        words = {self._staff: staff, self._end: staff, self._language: language}
        widths = [
            one.width_of(one.text() if words.get(one, False) else "")
            for one in self._buttons
            if not one.isHidden()
        ]
        if not self.sync_mark.isHidden():
            widths.append(self.sync_mark.sizeHint().width())
        if day and not self._alone:
            widths += [self._clock_icon.width(), self.clock.minimumWidth()]
        if name:
            widths.append(max(self._name.sizeHint().width(), self._place.sizeHint().width()))
        return sum(widths) + _GAP * (len(widths) + 1) + 2 * _EDGE

    def _arrange(self, *, day: bool, staff: bool, name: bool, language: bool) -> None:
        for one in (self._clock_icon, self.clock):
            one.setVisible(day and not self._alone)
        for button, words in ((self._staff, staff), (self._end, staff), (self._language, language)):
            button.show_icon_alone(not words)
        self._name.setVisible(name)
        self._place.setVisible(name and active_theme().measures.target > _LOW_TARGET)

    def set_mode(self, mode: str) -> None:
        """How one stands at it, in words: 櫃台, 自助 or 外勤."""
        self._mode_text = mode
        self._retranslate()

    def set_call(self, since: str) -> None:
        """Somebody called the staff, since then (HH:MM): to be seen from afar. Empty: nobody waits."""
        self._call = since
        self._staff.setCheckable(bool(since))
        self._staff.setChecked(bool(since))
        self._retranslate()

    def set_staff(self, name: str) -> None:
        """Who works here, whom the button signs out; empty where it calls somebody."""
        if name != self._staff_name:
            self._staff_name = name
            self._staff.set_icon("lock" if name else "bell")
            self._retranslate()

    def stand_alone(self) -> None:
        """For somebody who stands here alone: a way to end, and nothing of the office's."""
        self.sync_mark.hide()
        self._end.show()

    def show_language_alone(self) -> None:
        """Where no counter stands behind the bar: nothing that leads anywhere, no state of anything."""
        self._alone = True
        self._home.setEnabled(False)
        for widget in (self._clock_icon, self.clock, self.sync_mark, self._display, self._staff):
            widget.hide()

    def _staff_pressed(self) -> None:
        self._staff.setChecked(bool(self._call))  # pressing alone changes nothing
        self.staff_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._name.setText(self.tr("臺灣雲市集"))
        place = self.tr("合作社服務櫃台")
        self._place.setText(f"{place}・{self._mode_text}" if self._mode_text else place)
        self._home.setAccessibleName(self.tr("回到首頁"))
        self._home.setToolTip(self.tr("回到首頁"))
        self._display.setAccessibleName(self.tr("字級與對比"))
        self._display.setToolTip(self.tr("字級與對比（F8）"))
        # The other language's own name: whoever needs it can read it.
        self._language.set_text(self.tr("English"))
        if self._staff_name:
            name = self._staff_name
            shown = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
            self._staff.set_text(self.tr("鎖定・{name}").format(name=shown))
            self._staff.setToolTip(self.tr("登出並鎖定櫃台（Ctrl+L）：{name}").format(name=self._staff_name))
        else:
            called = self.tr("呼叫中 {since}").format(since=self._call)
            self._staff.set_text(called if self._call else self.tr("呼叫人員"))
            self._staff.setToolTip("")
        self._end.set_text(self.tr("結束"))
        self._fit()
