"""當事人權利: what persons may ask about their data (個資法 §3), and the days to answer it in (§13)."""

from datetime import date, timedelta
from enum import StrEnum


class DataRight(StrEnum):
    """What is asked."""

    ACCESS = "access"  # 查詢、閱覽、製給複製本
    CORRECTION = "correction"  # 補充、更正
    STOP = "stop"  # 停止蒐集、處理、利用
    DELETION = "deletion"  # 刪除

    @property
    def days(self) -> int:
        """Days in which it is answered; as many again where it is put off (§13)."""
        return 15 if self is DataRight.ACCESS else 30


def due_day(right: DataRight, received: date, *, extended: bool = False) -> date:
    """The last day to answer what was received on that day, which itself does not count (民法 §120)."""
    return received + timedelta(days=right.days * (2 if extended else 1))
