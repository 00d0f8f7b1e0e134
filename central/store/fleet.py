"""What is known of the kiosks and told to them: their condition, their settings, the versions to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from central.store.office_tables import device_condition, office_setting, update_announcement


@dataclass(frozen=True, slots=True)
class SettingRow:
    """What is set for the kiosks of an office, or for the one whose `terminal` is named."""

    office: str
    terminal: str
    content: Mapping[str, Any]
    changed_at: datetime

    @property
    def key(self) -> str:
        """What it is called in lists."""
        return f"{self.office} {self.terminal}"


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """A version for `share` per cent of the kiosks of `offices` (none: of all) from `begins_at` (UTC) on."""

    version: str
    begins_at: datetime
    share: int
    offices: tuple[str, ...]
    announced_at: datetime


_SETTING = [office_setting.c[name] for name in SettingRow.__slots__]
_ANNOUNCEMENT = [update_announcement.c[name] for name in AnnouncementRow.__slots__]


def keep_condition(
    connection: sa.Connection, device_id: str, taken_at: datetime, report: Mapping[str, Any]
) -> None:
    """How the kiosk is now, in the place of what it said before."""
    row = {"device_id": device_id, "taken_at": taken_at, "report": report}
    _put(connection, device_condition, row)


def settings_of(connection: sa.Connection, office: str) -> tuple[SettingRow, ...]:
    """What was ever set for an office: for all of its kiosks first."""
    query = sa.select(*_SETTING).where(office_setting.c.office == office)
    return tuple(SettingRow(*row) for row in connection.execute(query.order_by(office_setting.c.terminal)))


def all_settings(connection: sa.Connection) -> tuple[SettingRow, ...]:
    """The same of every office."""
    query = sa.select(*_SETTING).order_by(office_setting.c.office, office_setting.c.terminal)
    return tuple(SettingRow(*row) for row in connection.execute(query))


def keep_setting(connection: sa.Connection, row: SettingRow) -> None:
    """Set it, in the place of what was set there before."""
    _put(connection, office_setting, {name: getattr(row, name) for name in SettingRow.__slots__})


def announcements(connection: sa.Connection) -> tuple[AnnouncementRow, ...]:
    """All of them, the latest first."""
    order = (update_announcement.c.begins_at.desc(), update_announcement.c.version)
    rows = connection.execute(sa.select(*_ANNOUNCEMENT).order_by(*order))
    return tuple(
        AnnouncementRow(row.version, row.begins_at, row.share, tuple(row.offices), row.announced_at)
        for row in rows
    )


def keep_announcement(connection: sa.Connection, row: AnnouncementRow) -> None:
    """Announce it, in the place of what was said of this version before."""
    values = {name: getattr(row, name) for name in AnnouncementRow.__slots__}
    _put(connection, update_announcement, values | {"offices": list(row.offices)})


def remove_announcement(connection: sa.Connection, version: str) -> bool:
    """It is announced no more; False where it was not."""
    gone = sa.delete(update_announcement).where(update_announcement.c.version == version)
    return connection.execute(gone).rowcount == 1


def _put(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    keys = [column.name for column in table.primary_key]
    new = {name: value for name, value in row.items() if name not in keys}
    connection.execute(insert(table).values(row).on_conflict_do_update(index_elements=keys, set_=new))
