"""A paper as the data it is made from, to JSON and back exactly, whichever version wrote it."""

import json
import types
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import rfc8785

from kiosk.domain.roc_date import roc_date

AMOUNT_LIMIT = 10**8
SIGNED = "change"  # the one number that may be negative: how many points came or went
NO_CODE = "—"  # on a paper of before central could be asked
TAIPEI = ZoneInfo("Asia/Taipei")


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper tells.

    `receipt_number` is gapless per kiosk; `terminal` is the kiosk's short name. `issued_on` is the day of
    `issued_at` (UTC) in Asia/Taipei. `provisional`: taken offline, central has not confirmed it.
    `turned_down`: central refused what it says. `training`: issued in training mode. `check_code`: by it
    whoever holds the paper may ask about it. `notice_shown_at` (UTC) is when the notice of `notice_version`
    was shown that was consented to; None where nobody was told one, and on papers of before it was kept.

    Amounts are whole NT$ or points, from 0 to eight digits; no text of its own is empty, no day before 1912.
    Raises ValueError, which names the field, for data that is not so.
    """

    kind: ClassVar[str]

    receipt_number: int
    terminal: str
    handled_by: str
    issued_on: date
    issued_at: datetime
    provisional: bool
    turned_down: bool = False
    training: bool
    programme_version: str
    notice_version: str
    notice_shown_at: datetime | None = None
    check_code: str

    def __post_init__(self) -> None:
        if self.issued_at.utcoffset() != timedelta(0):
            raise ValueError("issued_at must be an aware time in UTC")
        if self.notice_shown_at is not None and self.notice_shown_at.utcoffset() is None:
            raise ValueError("notice_shown_at must be an aware time")
        if self.issued_on != self.issued_at.astimezone(TAIPEI).date():
            raise ValueError("issued_on must be the day of issued_at in Asia/Taipei")
        if self.receipt_number < 1:
            raise ValueError("receipt_number must be 1 or more")
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and not value.strip():
                raise ValueError(f"{field.name} must be filled in")
        for name, value in _leaves(self):
            _require_printable(name, value)

    def to_json(self) -> str:
        """The snapshot as canonical JSON (RFC 8785), from which `from_json` makes an equal paper."""
        return rfc8785.dumps({"kind": self.kind, **_plain(self)}).decode()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The paper stored as `text`. Raises ValueError if that is no snapshot of this kind of paper."""
        values: Any = json.loads(text)
        if not isinstance(values, dict) or values.pop("kind", None) != cls.kind:
            raise ValueError(f"not the snapshot of a paper of the kind {cls.kind}")
        values.setdefault("check_code", NO_CODE)
        return _revived(cls, values)  # type: ignore[no-any-return]


def require_sum(name: str, total: int, *parts: int) -> None:
    """Raises ValueError unless `parts`, none of them negative, add up to `total`."""
    if min(parts) < 0 or sum(parts) != total:
        raise ValueError(f"{name}: {total} is not the sum of {parts}, none of them negative")


def _leaves(instance: Any) -> Iterator[tuple[str, object]]:
    for field in fields(instance):
        value = getattr(instance, field.name)
        if isinstance(value, tuple):
            for item in value:
                yield from _leaves(item)
        else:
            yield field.name, value


def _require_printable(name: str, value: object) -> None:
    if isinstance(value, int) and abs(value) >= AMOUNT_LIMIT:
        raise ValueError(f"{name} has more than eight digits")
    if isinstance(value, int) and value < 0 and name != SIGNED:
        raise ValueError(f"{name} must not be negative")
    if isinstance(value, date):
        try:
            roc_date(value)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case str() | int() | None:
            return value
        case tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a paper holds no {type(value).__name__}")


def _revived(hint: Any, value: Any) -> Any:
    """`value` of JSON as what `hint` asks for. Raises ValueError where it is something else."""
    if get_origin(hint) in {Union, types.UnionType}:
        if value is None:
            return None
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_revived(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint) and isinstance(value, dict):
        return _dataclass(hint, value)
    if hint is datetime and isinstance(value, str):
        return datetime.fromisoformat(value)
    if hint is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not hint:
        raise ValueError(f"not a {getattr(hint, '__name__', hint)}")
    return value


def _dataclass(kind: Any, values: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    wanting = {name for name, field in known.items() if field.default is MISSING}
    if not wanting <= values.keys() <= known.keys():
        raise ValueError("a snapshot with other fields")
    return kind(**{name: _revived(hints[name], value) for name, value in values.items()})
