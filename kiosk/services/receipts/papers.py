"""The papers a counter hands out, each as the snapshot of data it is made from, and what can keep one unmade.

A paper is stored as its snapshot and drawn from it, so that a reprint says what the first print said.
"""

import json
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, ClassVar, Self, get_type_hints

import rfc8785

from kiosk.domain.calendar import taipei_day

_AMOUNT_LIMIT = 10**8
_NO_CODE = "—"  # on a paper of before central could be asked


class PaperFailure(Enum):
    """Why a paper was not made; the value is the code of the entry in the catalogue of failures."""

    FONT_MISSING = "K-PAPER-01"
    GLYPH_MISSING = "K-PAPER-02"
    DOES_NOT_FIT = "K-PAPER-03"


class PaperError(Exception):
    """A paper was not made, and nothing was written.

    `failure` says why; `character` is the one that no font has, when that is the reason.
    """

    def __init__(self, failure: PaperFailure, character: str | None = None) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.character = character


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What both papers tell: who issued it, to which cooperative, about which order.

    `receipt_number` is gapless per `terminal`. `issued_on` is the day of `issued_at` (UTC) in Asia/Taipei.
    `price` and `own_payment` are whole NT$, `points` are points (1 point = NT$1); `price` is their sum.
    `provisional`: taken offline, central has not confirmed it. `turned_down`: central refused what it says.
    `training`: issued in training mode. `check_code`: by it whoever holds the paper may ask central about it.
    No text is empty and no amount has more than eight digits. Raises ValueError for data that is not so.
    """

    kind: ClassVar[str]

    receipt_number: int
    terminal: str
    handled_by: str
    issued_on: date
    issued_at: datetime
    cooperative_name: str
    ubn: str
    order_number: str
    plan_name: str
    vendor_name: str
    months: int
    price: int
    points: int
    own_payment: int
    provisional: bool
    turned_down: bool = False
    training: bool
    programme_version: str
    notice_version: str
    check_code: str

    def __post_init__(self) -> None:
        if self.issued_at.utcoffset() != timedelta(0):
            raise ValueError("issued_at must be an aware time in UTC")
        if self.issued_on != taipei_day(self.issued_at):
            raise ValueError("issued_on must be the day of issued_at in Asia/Taipei")
        if self.receipt_number < 1 or self.months < 1:
            raise ValueError("receipt numbers and terms start at 1")
        if "" in self._values().values():
            raise ValueError("every field of a paper must be filled in")
        if self.price >= _AMOUNT_LIMIT:
            raise ValueError("an amount has eight digits at most")
        _require_sum(self.price, self.points, self.own_payment)

    def to_json(self) -> str:
        """The snapshot as canonical JSON (RFC 8785), from which `from_json` makes an equal paper."""
        snapshot = {"kind": self.kind} | self._values()
        return rfc8785.dumps({name: _plain(value) for name, value in snapshot.items()}).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The paper stored as `text`; ValueError if that is the snapshot of another kind of paper."""
        values: dict[str, Any] = json.loads(text)
        if values.pop("kind") != cls.kind:
            raise ValueError(f"not the snapshot of a paper of the kind {cls.kind}")
        values.setdefault("check_code", _NO_CODE)
        hints = get_type_hints(cls)
        return cls(**{name: _revived(hints[name], value) for name, value in values.items()})

    def _values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True, kw_only=True)
class OrderPaper(Paper):
    """訂購收據（非統一發票）: an order was placed."""

    kind: ClassVar[str] = "order"


@dataclass(frozen=True, kw_only=True)
class RefundPaper(Paper):
    """退訂退款通知單: a paid order was cancelled. The inherited fields tell of the original order.

    `invoice_number` and `service_started` are None when the vendor had not come so far.
    `own_refund` + `own_kept` = `own_payment` (NT$); `points_refund` + `points_kept` = `points`.
    `points_valid_to` is the last valid day of the returned points (None: no points were used);
    `points_reclaimed` says that it has passed and that they are reclaimed at once.
    """

    kind: ClassVar[str] = "refund"

    invoice_number: str | None
    service_started: date | None
    requested_on: date
    months_used: int
    own_refund: int
    points_refund: int
    own_kept: int
    points_kept: int
    points_valid_to: date | None
    points_reclaimed: bool

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.months_used <= self.months:
            raise ValueError("months used must lie within the term")
        _require_sum(self.own_payment, self.own_refund, self.own_kept)
        _require_sum(self.points, self.points_refund, self.points_kept)


def _require_sum(total: int, *parts: int) -> None:
    if min(parts) < 0 or sum(parts) != total:
        raise ValueError(f"{total} is not the sum of {parts}, none of them negative")


def _plain(value: object) -> str | int | bool | None:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case str() | int() | None:
            return value
    raise TypeError(f"a paper holds no {type(value).__name__}")


def _revived(hint: object, value: object) -> Any:
    if isinstance(value, str) and hint is datetime:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and hint in (date, date | None):
        return date.fromisoformat(value)
    return value
