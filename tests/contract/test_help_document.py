"""The document `help`: what cannot be shown whole is refused."""

from datetime import UTC, datetime

import pytest

from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.help_document import parse_help
from kiosk.services.folders import RESOURCES
from kiosk.services.help import read_help

SHIPPED = (RESOURCES / "help.toml").read_text(encoding="utf-8")
HOLIDAY = """
[[announced]]
day = 2026-02-17
opens = "{opens}"
closes = "{closes}"
note = {{ zh = "春節", en = "Spring Festival" }}
"""


def changed(before: str, after: str) -> str:
    assert before in SHIPPED
    return SHIPPED.replace(before, after)


@pytest.mark.parametrize(
    "text",
    [
        "not toml at all [",
        "",
        SHIPPED + "\n[more]\nthing = 1\n",
        changed("{grant}", "{unknown}"),
        changed("{grant}", "{grant:,}"),
        changed("{grant}", "{grant.__class__}"),
        changed("{grant}", "{grant"),
        changed("https://xca", "http://xca"),
        changed('category = "management"', 'category = "marketing"'),
        changed('step = "pay"', 'step = "order"'),
        SHIPPED + HOLIDAY.format(opens="9", closes="12:00"),
        SHIPPED + HOLIDAY.format(opens="12:00", closes="09:00"),
    ],
)
def test_what_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(DocumentInvalid, match=r"^help\.toml: "):
        parse_help(text.encode())
    with pytest.raises(DocumentInvalid):
        parse_help(b"\xff")


@pytest.mark.parametrize(
    ("opens", "closes", "hour", "is_open"),
    [
        ("", "", 2, False),
        ("10:00", "12:00", 2, True),
        ("10:00", "12:00", 1, False),
        ("10:00", "12:00", 4, False),
    ],
)
def test_announced_holidays_go_before_the_usual_hours(
    opens: str, closes: str, hour: int, is_open: bool
) -> None:
    texts = parse_help((SHIPPED + HOLIDAY.format(opens=opens, closes=closes)).encode())
    on_the_day = read_help(RESOURCES, datetime(2026, 2, 17, hour, 30, tzinfo=UTC), texts)
    assert (on_the_day.today.open_now, on_the_day.today.opens) == (is_open, opens)
    assert on_the_day.today.note is not None
    assert on_the_day.announced == ()
    before = read_help(RESOURCES, datetime(2026, 2, 16, 2, 30, tzinfo=UTC), texts)
    assert before.today.open_now
    assert [one.day.day for one in before.announced] == [17]
