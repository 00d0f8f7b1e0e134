"""A founding case as JSON: read strictly, and told in one line where it cannot be read."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk.contract.codec import Malformed
from kiosk.domain.founding.case import Case

_MOST_FAULTS = 5
_NO_DAY = "not a day that exists (YYYY-MM-DD)"
_SAID = {
    "json_invalid": "not JSON",
    "unexpected_keyword_argument": "not a known key",
    "date_parsing": _NO_DAY,
    "date_from_datetime_parsing": _NO_DAY,
    "date_type": _NO_DAY,
    "int_type": "not a whole number",
    "string_type": "not a text",
    "tuple_type": "not a list",
    "frozen_set_type": "not a list",
    "dict_type": "not an object",
    "dataclass_type": "not an object",
    "enum": "not one of {expected}",
}


def founding_case(content: bytes) -> Case:
    """The case in `content`: UTF-8 JSON with the keys of `Case`, each of which may be left out.

    Raises `Malformed` with the places and what is wrong there, but not the values, which may be personal.
    """
    value = _json(content)
    try:
        case: Case = TypeAdapter(Case).validate_json(json.dumps(value), strict=True, extra="forbid")
    except ValidationError as error:
        raise Malformed(_listed(_fault(detail) for detail in error.errors(include_url=False))) from None
    # pydantic takes a text of digits for seconds since 1970, however strict
    numbers = [place for place, text in _days(value) if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)]
    if numbers:
        raise Malformed(_listed(f"{place}: {_NO_DAY}" for place in numbers))
    return case


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"not JSON: line {error.lineno}, column {error.colno}") from None
    except (RecursionError, ValueError):  # nested without end; a number of thousands of digits
        raise Malformed("not JSON that can be read: nested too deeply, or a number too long") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = sorted({_part(key) for key in keys if keys.count(key) > 1})
        raise Malformed(f"the same key twice in one object: {', '.join(twice)}")
    return value


def _no_number(name: str) -> Any:
    raise Malformed(f"{name} is no number of JSON")


def _days(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each text of a case that is a day, with its place. `value` has the form of a case."""
    for name in ("founders", "members"):
        for line, person in enumerate(value.get(name, ())):
            if person.get("birth_date") is not None:
                yield f"{name}[{line}].birth_date", person["birth_date"]
    for step, day in value.get("days", {}).items():
        if day is not None:
            yield f"days.{step}", day


def _fault(detail: Any) -> str:
    said = _SAID.get(detail["type"], detail["type"]).format_map(detail.get("ctx", {}))
    place = ""
    for part in detail["loc"]:
        if isinstance(part, int):
            place += f"[{part}]"
        elif part != "[key]":
            place += f".{_part(part)}"
    return f"{place.lstrip('.') or 'the case'}: {said}"


def _part(key: str) -> str:
    """A key as it may stand in a line, whatever somebody wrote into it."""
    return key if key.isidentifier() else json.dumps(key[:40])


def _listed(faults: Iterable[str]) -> str:
    every = list(faults)
    more = f"; and {len(every) - _MOST_FAULTS} more" if len(every) > _MOST_FAULTS else ""
    return "; ".join(every[:_MOST_FAULTS]) + more
