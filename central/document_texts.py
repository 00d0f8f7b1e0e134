"""What the documents that change at run time say, as text. The same content has always the same bytes."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
import tomli_w

from central.programme_desk import in_force
from central.standing import days_now, plans_now
from central.store.counter_staff import accounts
from central.store.devices import revoked_devices
from central.store.fleet import announcements, settings_of
from central.store.programme import latest_change
from kiosk.contract.office_settings import NEVER_SET, OfficeSettings, parse_settings, write_settings
from kiosk.contract.revoked_devices import write_revoked
from kiosk.contract.updates import Update, write_updates
from kiosk.domain.plans import Plan
from kiosk.domain.programme import Programme


def catalogue_text(connection: sa.Connection, written: Programme, file: bytes) -> bytes:
    """The plans that are offered; `file` as it is where they are those of it."""
    plans = plans_now(connection, written)
    if plans == written.plans:
        return file
    kinds = [{**asdict(kind), "category": kind.category.value} for kind in written.kinds]
    return _toml({"kinds": kinds, "plans": [_plan(plan) for plan in plans.values()]})


def programme_text(connection: sa.Connection, written: Programme, file: bytes) -> bytes:
    """The figures, with the pauses, the budget and the days that hold now; `file` where nothing changed."""
    told = tomllib.loads(file.decode())
    days = days_now(connection, written)
    closed = [one.day for one in days if not one.working]
    opened = [one.day for one in days if one.working]
    same_days = (set(closed), set(opened)) == (written.calendar.closed, written.calendar.opened)
    if latest_change(connection) is None and same_days:
        return file
    current = in_force(connection, written)
    pauses = [{"first_day": one.first_day, "last_day": one.last_day} for one in current.pauses]
    told |= {"closed": closed, "opened": opened, "pauses": pauses, "budget": current.budget}
    return _toml({name: value for name, value in told.items() if value is not None})


def calendar_text(connection: sa.Connection, written: Programme) -> bytes:
    """Every day that differs from the printed calendar; see `kiosk.contract.calendar_document`."""
    return _toml({"days": [asdict(one) for one in days_now(connection, written)]})


def staff_text(connection: sa.Connection, office: str) -> bytes:
    """The accounts of an office's kiosks; see `kiosk.contract.staff_document`."""
    staff = [
        {
            "staff_id": row.staff_id,
            "name": row.name,
            "role": row.role,
            "password_hash": row.password_hash,
            "must_change": row.must_change,
            "disabled": row.disabled_at is not None,
        }
        for row in accounts(connection, office)
    ]
    return json.dumps({"office": office, "staff": staff}, ensure_ascii=False).encode()


def revoked_text(connection: sa.Connection, _office: str) -> bytes:
    """The kiosks that were shut out; see `kiosk.contract.revoked_devices`."""
    return write_revoked(revoked_devices(connection))


def settings_text(connection: sa.Connection, office: str) -> bytes:
    """What is set for an office's kiosks; see `kiosk.contract.office_settings`."""
    rows = settings_of(connection, office)
    told = {row.terminal: parse_settings(row.content) for row in rows}
    ours = told.pop("", OfficeSettings())
    return write_settings(office, max((row.changed_at for row in rows), default=NEVER_SET), ours, told)


def updates_text(connection: sa.Connection, office: str) -> bytes:
    """Which versions the kiosks of an office are to have; see `kiosk.contract.updates`."""
    rows = (row for row in announcements(connection) if not row.offices or office in row.offices)
    return write_updates(Update(row.version, row.begins_at, row.share) for row in rows)


def anchors_text(anchors: Iterable[str]) -> bytes:
    """The authorities that are believed: certificates, DER in base64."""
    return json.dumps({"certificates": list(anchors)}).encode()


def _plan(plan: Plan) -> Mapping[str, Any]:
    return {**asdict(plan), "category": plan.category.value, "kinds": list(plan.kinds)}


def _toml(content: Mapping[str, Any]) -> bytes:
    return tomli_w.dumps(content).encode()
