"""What of the programme changes from hour to hour: the document `limits`, its pauses and its budget.

Central gives it out beside the programme's figures, and it takes the place of what they say.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter

from kiosk.contract.document_checks import faults_in_pauses
from kiosk.contract.document_form import read_form
from kiosk.contract.documents import DocumentInvalid
from kiosk.domain.programme import Pause, Programme

LIMITS = "limits"
"""The name that the document bears."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds grants back: pauses, and of the budget (points; None: no limit) how much is out."""

    pauses: tuple[Pause, ...]
    budget: int | None
    points_out: int

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    def of(self, programme: Programme) -> Programme:
        """`programme` within these limits."""
        return replace(programme, pauses=self.pauses, budget=self.budget, points_out=self.points_out)


_LIMITS = TypeAdapter(Limits)


def limits_document(limits: Limits) -> bytes:
    """The document `limits`: JSON, the same bytes for the same limits."""
    return json.dumps(_LIMITS.dump_python(limits, mode="json"), sort_keys=True).encode()


def parse_limits(content: bytes) -> Limits:
    """What the document `limits` says. Raises `DocumentInvalid`."""
    limits: Limits = read_form(LIMITS, content, json.loads, _LIMITS)
    _require_none(LIMITS, faults_in_pauses(limits.pauses, limits.budget))
    return limits


def require_kept_versions(new: Programme, before: Programme) -> None:
    """Orders are reckoned by the version they were placed under: it must stay to be looked up.

    Raises `DocumentInvalid`.
    """
    gone = sorted({one.version for one in before.versions} - {one.version for one in new.versions})
    _require_none("programme.toml", [f"figures: version {version} is gone" for version in gone])


def _require_none(name: str, faults: Iterable[str]) -> None:
    found = "; ".join(faults)
    if found:
        raise DocumentInvalid(f"{name}: {found}")
