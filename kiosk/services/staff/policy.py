"""What the counter asks of its staff."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kiosk.contract.office_settings import OfficeSettings


@dataclass(frozen=True, slots=True)
class StaffPolicy:
    """From which sum (NT$, money and points together) a refund needs a second person; when to lock."""

    second_person_from: int
    lock_after: timedelta


def read_policy(resources: Path) -> StaffPolicy:
    """The policy of `staff.toml`. Raises OSError, and KeyError for a file that lacks something."""
    told = tomllib.loads((resources / "staff.toml").read_text(encoding="utf-8"))
    return StaffPolicy(int(told["second_person_from"]), timedelta(minutes=int(told["lock_after_minutes"])))


def policy_by(usual: StaffPolicy, told: OfficeSettings) -> StaffPolicy:
    """The policy where central has set something of it; `usual` where it has not."""
    sum_, minutes = told.second_person_from, told.lock_after_minutes
    return StaffPolicy(
        usual.second_person_from if sum_ is None else sum_,
        usual.lock_after if minutes is None else timedelta(minutes=minutes),
    )
