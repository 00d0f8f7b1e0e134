"""How the refund pages tell what comes back: a day's figures, and what becomes of the points."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from kiosk.services.flows.refund import RefundScene
from kiosk.ui.pages import words
from kiosk.ui.widgets import Banner, BannerKind, Text

_FIGURE_WIDTH = 130  # so that the figures of one card stand under those of the other


class QuoteCard(QFrame):
    """When at the left; own payment and points at the right. `current` stands out."""

    def __init__(
        self,
        heading: str,
        when: str,
        *,
        own: int,
        points: int,
        points_note: str = "",
        current: bool,
        object_name: str,
    ) -> None:
        """`own` in NT$; `points_note` says what happens to the points."""
        super().__init__()
        self.setObjectName(object_name)
        self.setProperty("banner" if current else "role", "info" if current else "panel")
        self.setAccessibleName(f"{heading} {when}")
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 11, 20, 11)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(2)
        days = QVBoxLayout()
        days.setSpacing(2)
        days.addWidget(Text(heading, "strong"))
        days.addWidget(Text(when, "caption", wrap=False))
        grid.addLayout(days, 0, 0, 2, 1)
        role = "heading" if current else "strong"
        for column, (label, value, name) in enumerate(
            (
                (self.tr("自付款"), words.money(own), "own"),
                (self.tr("點數"), words.points(points), "points"),
            ),
            1,
        ):
            figure = Text(value, role, object_name=f"{object_name}.{name}", wrap=False)
            figure.setAccessibleName(f"{label} {value}")
            for row, text in enumerate((Text(label, "caption", wrap=False), figure)):
                text.setAlignment(Qt.AlignmentFlag.AlignRight)
                grid.addWidget(text, row, column)
        if points_note:
            note = Text(points_note, "error", object_name=f"{object_name}.note")
            note.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(note, 2, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        for column in (1, 2):
            grid.setColumnMinimumWidth(column, _FIGURE_WIDTH)


def points_note(scene: RefundScene) -> Banner:
    """Returned points keep their first expiry date; past it they are reclaimed at once."""
    kind, text = BannerKind.INFO, ""
    if not scene.preview.today.points_refund:
        title = QCoreApplication.translate("Refund", "這次退訂沒有點數返還")
    elif scene.points_reclaimed:
        kind = BannerKind.WARNING
        title = QCoreApplication.translate("Refund", "返還的點數會立即收回")
        text = QCoreApplication.translate(
            "Refund", "點數仍以最初的有效期限為準，該期限（{day}）已過，返還後即予收回，不能再使用。"
        ).format(day=words.day(scene.points_valid_to))
    else:
        title = QCoreApplication.translate("Refund", "返還的點數仍以最初的有效期限為準")
        text = QCoreApplication.translate(
            "Refund", "{until}可用；屆期未使用完的點數予以收回，不得再次申請。"
        ).format(until=words.until(scene.points_valid_to))
    return Banner(kind, title, text, object_name="refund.points_note")
