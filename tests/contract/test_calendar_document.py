"""The document `calendar` is read strictly, and changes the working days."""

from datetime import date

import pytest

from kiosk.contract.calendar_document import CalendarDay, read_calendar, work_calendar
from kiosk.contract.documents import DocumentInvalid

TYPHOON = CalendarDay(date(2026, 7, 10), working=False, reason="颱風停班")
MADE_UP = CalendarDay(date(2026, 7, 18), working=True, reason="")


def test_the_days_it_tells() -> None:
    content = """
        days = [
            { day = 2026-07-10, working = false, reason = "颱風停班" },
            { day = 2026-07-18, working = true, reason = "" },
        ]
    """.encode()
    assert read_calendar(content) == (TYPHOON, MADE_UP)
    calendar = work_calendar([TYPHOON, MADE_UP])
    assert calendar.working_days_after(date(2026, 7, 9), 1) == date(2026, 7, 13)
    assert calendar.working_days_after(date(2026, 7, 17), 1) == date(2026, 7, 18), "a Saturday"
    assert read_calendar(b"days = []") == ()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "calendar: days"),
        (b"\xff", "calendar: unreadable"),
        (b"days = [", "calendar: unreadable"),
        (b'days = [{ day = "2026-07-10", working = false, reason = "" }]', r"days\.0\.day"),
        (b'days = [{ day = 2026-07-10, working = "no", reason = "" }]', r"days\.0\.working"),
        (b"days = [{ day = 2026-07-10, working = false }]", r"days\.0\.reason"),
        (b'days = [{ day = 2026-07-10, working = false, reason = "", x = 1 }]', r"days\.0\.x"),
        (b"days = []\nclosed = []", "closed"),
        (
            b"[[days]]\nday = 2026-07-10\nworking = false\nreason = 'a'\n" * 2,
            r"days\.1\.day: 2026-07-10 a second time",
        ),
    ],
)
def test_what_it_cannot_say(content: bytes, place: str) -> None:
    with pytest.raises(DocumentInvalid, match=place):
        read_calendar(content)
