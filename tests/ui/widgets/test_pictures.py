import pytest
import zxingcpp
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import RESOURCES
from kiosk.ui.widgets import (
    Illustration,
    OrderTimeline,
    QrImage,
    RadarChart,
    RefundBar,
    RefundChart,
    Standing,
    TimelineEntry,
)
from kiosk.ui.widgets.pictures import Icon, icon_pixmap

ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
DRAWINGS = sorted((RESOURCES / "icons" / "illustrations").glob("*.svg"))
NEEDED = {"card-insert", "card-remove", "card-wrong", "reader-missing", "pin", "printer", "network-off"}
NEEDED |= {"success", "phone", "document", "clock", "staff"}
THEMES = (
    "內部日常營運",
    "產品排程",
    "遠距辦公",
    "線上協作",
    "資訊安全",
    "銷售管理與通路",
    "電子支付",
    "客戶管理",
)
BROCHURE = [
    RefundBar(month, left if month <= 3 else 0, left)
    for month, left in enumerate((25_000, 20_000, 15_000, 10_000, 5_000, 0), 1)
]


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_icons_are_one_family(path):
    source = path.read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in source
    assert 'stroke-width="1.75"' in source
    assert 'stroke="currentColor"' in source
    image = icon_pixmap(path.stem, "#0B4F4A", 48).toImage()
    inked = [
        image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert all(colour == QColor("#0B4F4A") for colour in inked if colour.alpha() == 255)


def test_all_drawings_are_there():
    assert {path.stem for path in DRAWINGS} >= NEEDED


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_drawings_are_drawn_whole(path, shown):
    drawing = shown(Illustration(path.stem), 320, 240)
    image = drawing.grab().toImage()
    paper = image.pixelColor(2, 2)
    assert any(image.pixelColor(x, 120) != paper for x in range(0, 320, 4))
    drawing.set_picture("")
    assert drawing.isHidden()


def test_an_illustration_without_a_name_paints_nothing(shown):
    assert not shown(Illustration(), 320, 240).grab().isNull()


def test_icon_changes(shown):
    icon = shown(Icon("check"), 28, 28)
    before = icon.grab().toImage()
    icon.set_icon("close")
    assert icon.grab().toImage() != before


def test_radar_says_its_values_and_grows_with_them(shown):
    chart = shown(RadarChart(object_name="radar", name="自評結果"), 560, 440)
    empty = chart.grab().toImage()
    chart.set_values(THEMES, [10] * 8)
    small = chart.grab().toImage()
    chart.set_values(THEMES, [90] * 8)
    large = chart.grab().toImage()
    assert "內部日常營運 90" in chart.accessibleDescription()
    assert ink(empty) < ink(small) < ink(large)


def test_long_names_of_themes_stay_inside_the_radar(shown):
    chart = shown(RadarChart(object_name="radar", name="Result"), 560, 440)
    chart.set_values(["A theme with a long name"] * 8, [50] * 8)
    picture = chart.grab().toImage()
    paper = picture.pixelColor(0, 0)
    for x in (0, picture.width() - 1):
        assert all(picture.pixelColor(x, y) == paper for y in range(picture.height()))


@pytest.mark.parametrize("values", [[1, 2], [1, 2, 3]])
def test_radar_refuses_what_does_not_pair(values, qtbot):
    chart = RadarChart(object_name="radar", name="自評結果")
    qtbot.addWidget(chart)
    with pytest.raises(ValueError, match="three themes"):
        chart.set_values(THEMES[:2], values)


def test_refund_chart_says_the_brochures_example(shown):
    chart = shown(RefundChart(object_name="refund"), 640, 360)
    before = chart.grab().toImage()
    chart.set_bars(BROCHURE, 2)
    assert chart.grab().toImage() != before
    said = chart.accessibleDescription()
    assert "第 2 個月：自付款 20,000 元，點數 20,000 點" in said
    assert "第 5 個月：自付款 0 元，點數 5,000 點" in said
    QApplication.sendEvent(chart, QEvent(QEvent.Type.LanguageChange))
    assert chart.accessibleDescription() == said


def test_refund_chart_marks_today_and_the_cliff(shown):
    chart = shown(RefundChart(object_name="refund"), 640, 360)
    pictures = []
    for bars, current in ((BROCHURE, 2), (BROCHURE, 5), (BROCHURE[:3], 2)):
        chart.set_bars(bars, current)
        pictures.append(chart.grab().toImage())
    assert pictures[0] != pictures[1]
    assert [cliff_in(picture) for picture in pictures] == [True, True, False]


@pytest.mark.parametrize("standing", Standing)
def test_timeline_tells_standings_apart(shown, standing: Standing):
    line = shown(OrderTimeline(object_name="line"), 420, 200)
    assert line.heightForWidth(420) == 0
    other = Standing.DONE if standing is not Standing.DONE else Standing.AHEAD
    pictures = []
    for first in (standing, other):
        line.set_entries(
            [TimelineEntry("付款中", "2026/01/16", "至 2026/01/20 24:00 止", first), TimelineEntry("發票")]
        )
        pictures.append(line.grab().toImage())
    assert pictures[0] != pictures[1]
    assert line.accessibleName() == "付款中 2026/01/16 至 2026/01/20 24:00 止；發票"
    assert line.heightForWidth(160) > line.heightForWidth(420) > 0


def test_qr_code_is_read_by_a_scanner(shown):
    address = "https://pay.example/orders/20260114103000000001?amount=30000"
    code = QrImage(address, object_name="qr", name="付款連結")
    shown(code, code.sizeHint().width(), code.sizeHint().height())
    image = QImage(code.size(), QImage.Format.Format_Grayscale8)
    painter = QPainter(image)
    code.render(painter, QPoint())
    painter.end()
    rows = memoryview(image.constBits()).cast("B", (image.height(), image.bytesPerLine()))
    assert [found.text for found in zxingcpp.read_barcodes(rows)] == [address]


def cliff_in(image: QImage) -> bool:
    error = QColor("#8A1515")
    return any(image.pixelColor(x, y) == error for x in range(image.width()) for y in range(200, 212))


def ink(image: QImage) -> int:
    paper = image.pixelColor(1, 1)
    return sum(
        image.pixelColor(x, y) != paper
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
