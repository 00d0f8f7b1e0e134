"""The kiosk's own widgets. Each can be found by its ``object_name`` and tells a screen reader what it is."""

from kiosk.ui.widgets.anchor_choice import AnchorChoice
from kiosk.ui.widgets.banner import Banner, BannerKind
from kiosk.ui.widgets.busy_overlay import BusyOverlay
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.check_row import CheckRow
from kiosk.ui.widgets.choice import CardButton, ChoiceCard, ChoiceGroup
from kiosk.ui.widgets.dialog import Dialog
from kiosk.ui.widgets.display_choice import DisplayChoice
from kiosk.ui.widgets.empty_state import EmptyState
from kiosk.ui.widgets.failure_panel import FailurePanel
from kiosk.ui.widgets.field import TextField
from kiosk.ui.widgets.key_value_table import KeyValueTable
from kiosk.ui.widgets.order_timeline import OrderTimeline, Standing, TimelineEntry
from kiosk.ui.widgets.paper_view import PaperView
from kiosk.ui.widgets.pictures import Icon, Illustration
from kiosk.ui.widgets.pin_pad import PinPad, TriesLeft
from kiosk.ui.widgets.plan_card import PlanCard
from kiosk.ui.widgets.points_timeline import PointsMark, PointsTimeline
from kiosk.ui.widgets.qr_image import QrImage
from kiosk.ui.widgets.radar_chart import RadarChart
from kiosk.ui.widgets.refund_chart import RefundBar, RefundChart
from kiosk.ui.widgets.skeleton import Skeleton
from kiosk.ui.widgets.step_path import Station, StepPath
from kiosk.ui.widgets.stepper import Stepper
from kiosk.ui.widgets.sync_mark import SyncMark, SyncState
from kiosk.ui.widgets.text import Bullet, Panel, Rule, Text
from kiosk.ui.widgets.text_area import TextArea
from kiosk.ui.widgets.toast import Toast
from kiosk.ui.widgets.veil import Veil

__all__ = [
    "AnchorChoice",
    "Banner",
    "BannerKind",
    "Bullet",
    "BusyOverlay",
    "Button",
    "ButtonKind",
    "CardButton",
    "CheckRow",
    "ChoiceCard",
    "ChoiceGroup",
    "Dialog",
    "DisplayChoice",
    "EmptyState",
    "FailurePanel",
    "Icon",
    "Illustration",
    "KeyValueTable",
    "OrderTimeline",
    "Panel",
    "PaperView",
    "PinPad",
    "PlanCard",
    "PointsMark",
    "PointsTimeline",
    "QrImage",
    "RadarChart",
    "RefundBar",
    "RefundChart",
    "Rule",
    "Skeleton",
    "Standing",
    "Station",
    "StepPath",
    "Stepper",
    "SyncMark",
    "SyncState",
    "Text",
    "TextArea",
    "TextField",
    "TimelineEntry",
    "Toast",
    "TriesLeft",
    "Veil",
]
