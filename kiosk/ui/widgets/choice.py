"""Big cards of which one is chosen, by finger, mouse or arrow keys."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QSizePolicy, QWidget

from kiosk.ui.theme import Theme, active_theme, type_font
from kiosk.ui.widgets.painting import (
    focus_is_visible,
    is_hovered,
    paint_box,
    paint_focus_ring,
    paint_text,
    text_height,
)
from kiosk.ui.widgets.pictures import paint_icon

_RING = 5
_PAD = 20
_ICON = 40
_MARK = 28
_LEAST_LETTERS = 13  # in a column, of several beside one another


class CardButton(QRadioButton):
    """The card all choices are painted on: white, its edge the accent's when it is chosen."""

    def __init__(self, text: str, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setObjectName(object_name)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """The text wraps, so the height follows the width."""
        return True

    def sizeHint(self) -> QSize:
        """A comfortable width; the height follows it."""
        return QSize(320, active_theme().measures.target)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for five in a row; the height is the layout's to ask for."""
        return QSize(96, active_theme().measures.target)

    def hitButton(self, position: QPoint) -> bool:
        """The whole card is the target."""
        return self.rect().contains(position)

    def paint_card(self, painter: QPainter, theme: Theme) -> QRectF:
        """Paint the card itself; what is returned is its face."""
        c = theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        face = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        chosen = self.isChecked()
        if not self.isEnabled():
            fill, border, width = c.sunken, c.line, 1.0
        elif chosen:
            fill, border, width = c.accent_soft, c.accent, 3.0
        else:
            fill, border, width = c.surface, (c.accent if is_hovered(self) else c.control), 1.5
        paint_box(painter, face, fill=fill, border=border, width=width, radius=theme.measures.radius)
        if focus_is_visible(self):
            paint_focus_ring(painter, QRectF(self.rect()), theme)
        return face

    def paint_mark(self, painter: QPainter, place: QRectF, theme: Theme) -> None:
        """A ring; with a tick in it when the card is chosen, so that colour is not all that tells."""
        c = theme.colours
        if self.isChecked():
            paint_box(painter, place, fill=c.accent, radius=place.width() / 2)
            paint_icon(painter, "check", c.on_accent, place.adjusted(5, 5, -5, -5))
        else:
            paint_box(painter, place, fill=c.surface, border=c.control, width=2, radius=place.width() / 2)


class ChoiceCard(CardButton):
    """A choice with an icon, a title and a sentence or two."""

    def __init__(
        self,
        title: str,
        detail: str = "",
        *,
        object_name: str,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, object_name=object_name, parent=parent)
        self._detail = detail
        self._icon_name = icon
        self.setAccessibleDescription(detail)

    def heightForWidth(self, width: int) -> int:
        """The height of title and detail, wrapped."""
        theme = active_theme()
        words = self._words_width(width)
        height = text_height(self.text(), self._title_font(theme), words)
        if self._detail:
            height += 6 + text_height(self._detail, self._detail_font(theme), words)
        return max(height + 2 * (_PAD + _RING), theme.measures.target + 2 * _RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint card, icon, words and mark."""
        theme = active_theme()
        painter = QPainter(self)
        face = self.paint_card(painter, theme)
        ink = theme.colours.text if self.isEnabled() else theme.colours.muted
        width = self._words_width(self.width())
        title_height = text_height(self.text(), self._title_font(theme), width)
        detail_height = text_height(self._detail, self._detail_font(theme), width)
        gap = 6 if self._detail else 0
        top = face.center().y() - (title_height + gap + detail_height) / 2
        left = face.left() + _PAD
        if self._icon_name:
            place = QRectF(left, face.center().y() - _ICON / 2, _ICON, _ICON)
            paint_icon(painter, self._icon_name, theme.colours.accent if self.isEnabled() else ink, place)
            left += _ICON + _PAD
        title = QRectF(left, top, width, title_height)
        paint_text(painter, title, self.text(), font=self._title_font(theme), colour=ink)
        detail = QRectF(left, title.bottom() + gap, width, detail_height)
        paint_text(painter, detail, self._detail, font=self._detail_font(theme), colour=theme.colours.muted)
        mark = QRectF(face.right() - _PAD - _MARK, face.center().y() - _MARK / 2, _MARK, _MARK)
        self.paint_mark(painter, mark, theme)

    def _words_width(self, width: int) -> int:
        taken = 2 * (_PAD + _RING) + _MARK + _PAD
        return width - taken - (_ICON + _PAD if self._icon_name else 0)

    @staticmethod
    def _title_font(theme: Theme) -> QFont:
        return type_font(theme.type.heading, bold=True)

    @staticmethod
    def _detail_font(theme: Theme) -> QFont:
        return type_font(theme.type.body)


class ChoiceGroup(QWidget):
    """Cards in columns, of which at most one is chosen. ``chosen`` carries the key of the card."""

    chosen = Signal(str)

    def __init__(self, *, object_name: str, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._most, self._columns = columns, columns
        self._shown: list[CardButton] = []
        self._cards: dict[str, CardButton] = {}
        self._buttons = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(active_theme().measures.tight)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def add_choice(self, key: str, title: str, detail: str = "", *, icon: str = "") -> ChoiceCard:
        """Add a :class:`ChoiceCard`; its object name is ``<group>.<key>``."""
        card = ChoiceCard(title, detail, object_name=f"{self.objectName()}.{key}", icon=icon)
        self.add_card(key, card)
        return card

    def add_card(self, key: str, card: CardButton) -> None:
        """Add any card that can be chosen, a ``PlanCard`` for one."""
        self._cards[key] = card
        self._buttons.addButton(card)
        self._shown.append(card)
        self._put(len(self._shown) - 1, card)
        card.toggled.connect(lambda checked: self.chosen.emit(key) if checked else None)

    def show_only(self, keys: Sequence[str]) -> None:
        """Show the cards of these keys, in that order and without gaps; the others are hidden."""
        for card in self._cards.values():
            self._grid.removeWidget(card)
        self._shown = [self._cards[key] for key in keys]
        for place, card in enumerate(self._shown):
            self._put(place, card)
        for card in self._cards.values():
            card.setVisible(card in self._shown)

    def _put(self, place: int, card: CardButton) -> None:
        row, column = divmod(place, self._columns)
        self._grid.addWidget(card, row, column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer columns where they would be too narrow to read."""
        super().resizeEvent(event)
        columns = min(self._most, max(self.width() // (_LEAST_LETTERS * active_theme().type.body), 1))
        if columns == self._columns:
            return
        self._columns = columns
        for card in self._shown:
            self._grid.removeWidget(card)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for place, card in enumerate(self._shown):
            self._put(place, card)

    @property
    def value(self) -> str | None:
        """The key of the chosen card, or None."""
        return next((key for key, card in self._cards.items() if card.isChecked()), None)

    def choose(self, key: str) -> None:
        """Choose a card; raises KeyError for a key that is not there."""
        self._cards[key].setChecked(True)
