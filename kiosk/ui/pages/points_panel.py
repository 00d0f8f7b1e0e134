"""我的點數: how many, until when, and what happens then."""

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.membership import GrantState
from kiosk.domain.programme import Figures
from kiosk.services.overview import Overview, PointsInHand
from kiosk.services.points_line import PointsMoment, PointsStep
from kiosk.ui.pages import words
from kiosk.ui.pages.marks import ConfirmationMark
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Icon, Panel, PointsMark, PointsTimeline, Text


class PointsPanel(Panel):
    """The points in hand, large; the nearest expiry date with its consequence; where the rest went."""

    def __init__(self, scene: Overview, figures: Figures) -> None:
        """`figures` are the programme's of today."""
        super().__init__(QCoreApplication.translate("Points", "我的點數"), object_name="account.points")
        self.content.setSpacing(active_theme().measures.tight)
        points = scene.points
        if points is None:
            self._show_none(scene, figures.grant)
            return
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon("points", size=44, colour=active_theme().colours.accent))
        row.addWidget(
            Text(words.points(points.in_hand), "figure", object_name="account.points.in_hand", wrap=False)
        )
        row.addStretch(1)
        mark = ConfirmationMark(provisional=points.provisional, object_name="account.points.mark")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        self.content.addLayout(row)
        self.content.addWidget(
            Text(words.grant_state(points.state), "lead", object_name="account.points.state")
        )
        if points.expires_on is not None:
            soonest = QCoreApplication.translate("Points", "最快到期日 {day}").format(
                day=words.day(points.expires_on)
            )
            self.content.addWidget(Text(soonest, "strong", object_name="account.points.expires"))
        then = _then(points.state).format(months=figures.activation_months)
        self.content.addWidget(Text(then, "caption", object_name="account.points.then"))
        self.content.addWidget(_timeline(points.line, scene.today))
        whereabouts = _whereabouts(points)
        if whereabouts:
            self.content.addWidget(Text(whereabouts, "caption", object_name="account.points.whereabouts"))

    def _show_none(self, scene: Overview, grant: int) -> None:
        if scene.assessed:
            text = QCoreApplication.translate("Points", "自評已完成，資格確認後發給 {points}。")
        else:
            text = QCoreApplication.translate("Points", "完成數位自評、資格確認後，即可獲得 {points}。")
        told = text.format(points=words.points(grant))
        self.content.addWidget(Text(told, "lead", object_name="account.points.none"))


def _timeline(line: tuple[PointsMoment, ...], today: date) -> PointsTimeline:
    """What became of the points, on a line in time."""
    name = QCoreApplication.translate("Points", "點數的時間軸：發給、啟用、使用與到期")
    picture = PointsTimeline(object_name="account.points.line", name=name)
    marks = [
        PointsMark(one.on, _step(one), _ICONS[one.step], ahead=one.step in _AHEAD and one.on >= today)
        for one in sorted(line, key=lambda one: one.on)
    ]
    picture.set_marks(marks, today, QCoreApplication.translate("Points", "今天"))
    return picture


_AHEAD = frozenset({PointsStep.ACTIVATE_BY, PointsStep.VALID_TO})
_ICONS = {
    PointsStep.GRANTED: "points",
    PointsStep.ORDERED: "order",
    PointsStep.FREED: "close",
    PointsStep.RETURNED: "refund",
    PointsStep.LAPSED: "close",
    PointsStep.RECLAIMED: "close",
    PointsStep.ACTIVATE_BY: "clock",
    PointsStep.VALID_TO: "calendar",
}


def _step(one: PointsMoment) -> str:
    """A moment of the line in words."""
    if one.activates:
        text = QCoreApplication.translate("Points", "啟用，訂購用 {points}")
    else:
        text = {
            PointsStep.GRANTED: QCoreApplication.translate("Points", "發給 {points}"),
            PointsStep.ORDERED: QCoreApplication.translate("Points", "訂購用 {points}"),
            PointsStep.FREED: QCoreApplication.translate("Points", "取消訂單，還回 {points}"),
            PointsStep.RETURNED: QCoreApplication.translate("Points", "退訂返還 {points}"),
            PointsStep.LAPSED: QCoreApplication.translate("Points", "未啟用，返還 {points}"),
            PointsStep.RECLAIMED: QCoreApplication.translate("Points", "收回 {points}"),
            PointsStep.ACTIVATE_BY: QCoreApplication.translate("Points", "啟用期限"),
            PointsStep.VALID_TO: QCoreApplication.translate("Points", "有效期限"),
        }[one.step]
    return text.format(points=words.points(one.points))


def _whereabouts(points: PointsInHand) -> str:
    """Where the points are that are not in hand any more; empty where all are."""
    parts = [
        (QCoreApplication.translate("Points", "已使用 {points}"), points.used),
        (QCoreApplication.translate("Points", "訂單保留中 {points}"), points.reserved),
        (QCoreApplication.translate("Points", "已返還或收回 {points}"), points.reclaimed),
    ]
    gone = [text.format(points=words.points(amount)) for text, amount in parts if amount]
    if not gone:
        return ""
    granted = QCoreApplication.translate("Points", "當初發給 {points}").format(
        points=words.points(points.granted)
    )
    return "\n".join((granted, *gone))


def _then(state: GrantState) -> str:
    """What happens on the day, or has happened."""
    return {
        GrantState.ISSUED: QCoreApplication.translate(
            "Points", "{months} 個月內以點數訂購即為啟用；屆期未啟用，點數全數返還，可再次申請。"
        ),
        GrantState.ACTIVE: QCoreApplication.translate("Points", "屆期未使用完的點數予以收回，不得再次申請。"),
        GrantState.RETURNED: QCoreApplication.translate(
            "Points", "點數未於期限內啟用，已全數返還；重新填寫數位自評即可再次申請。"
        ),
        GrantState.EXPIRED: QCoreApplication.translate(
            "Points", "有效期限已過，不得再次申請；仍可全額自付選購雲端方案。"
        ),
    }[state]
