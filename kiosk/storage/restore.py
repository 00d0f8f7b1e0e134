"""Going back to a backup, and saving what the damaged database still tells beyond it."""

import shutil
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]

from kiosk.storage.backup import Backup, keep, verify
from kiosk.storage.database import keyed, of_the_system, open_database, told_as_failures

_ASIDE = "set-aside"
_LOG = "-wal"
_BESIDE = (_LOG, "-shm")
_GIVEN_UP_AFTER = 5_000  # rows in a row: more than one damaged page of a table's tree can hide
_LEAST_ROW_BYTES = 100  # each row to be saved holds two ids of 36 characters and more
_OUTCOME = ("envelope", "signer_issuer", "signer_subject", "state", "code", "decided_at")
_TAKEN_OVER = ", ".join(f"{name} = excluded.{name}" for name in _OUTCOME)
_END = ("seq", "hash", "signature", "sent_seq", "sent_hash")
_ENDED = ", ".join(f"{name} = excluded.{name}" for name in _END)
_PRINTED = "UPDATE SET printed = excluded.printed"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a table to be saved, those of which `among` is true.

    They are known by `key`; `changing` is the column that may have changed, `where_known` what is done then.
    """

    table: str
    key: str
    changing: str
    where_known: str
    among: str = "TRUE"


_SAVED = (
    _Rows("outbox", "command_id", "state", f"UPDATE SET {_TAKEN_OVER}"),
    _Rows("receipt", "command_id", "printed", _PRINTED, "command_id IS NOT NULL"),
    _Rows("receipt", "number", "printed", f"{_PRINTED} WHERE command_id IS NULL", "command_id IS NULL"),
    _Rows("paper_print", "number, nth", "at", "NOTHING"),
    _Rows("audit", "seq", "line", "NOTHING"),
    _Rows("audit_end", "row", "signature", f"UPDATE SET {_ENDED}"),
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it. `set_aside` is the folder in which the old database lies as it was.

    `saved` counts commands that the backup lacked; `left` rows that could be read and did not fit into it;
    `all_read` is False where some of the old database could not be read; `waiting`: commands for central.
    """

    backup: Backup
    set_aside: Path | None
    saved: int
    left: int
    all_read: bool
    waiting: int


def restore(file: Path, key: bytes, backup: Backup, at: datetime) -> Restored:
    """Put `backup` in the place of the database in `file`, which nobody may have open, at `at` (UTC).

    Commands, receipts and half-finished wizards that the old database has beyond the backup are saved where
    they can be read; nothing of it is deleted. The result is another database to central, so that no chain of
    commands forks: the kiosk has to be enrolled again before it sends. Broken off, it can be run again.
    Raises `StorageError` where the backup does not hold, and for the disk.
    """
    verify(backup.file, key)
    new = file.with_name(f"{file.name}.restoring")
    try:
        for left_over in (new, *_beside(new)):
            left_over.unlink(missing_ok=True)
        shutil.copyfile(backup.file, new)
        new.chmod(0o600)
        aside = _set_aside(file, at)
        with closing(open_database(new, key)):
            pass  # its tables are brought up to date
        saved, left, all_read = (0, 0, True) if aside is None else _save(new, aside / file.name, key)
        waiting = _make_another(new, key, at)
        verify(new, key)
        for old in _beside(file):
            old.unlink(missing_ok=True)  # the log of another database; it lies with that one now
        keep(new, file)
    except OSError as error:
        raise of_the_system(error) from error
    return Restored(backup, aside, saved, left, all_read, waiting)


def set_aside_in(file: Path) -> Sequence[Path]:
    """The databases that were set aside when `file` was restored."""
    return sorted((file.parent / _ASIDE).glob(f"*/{file.name}"))


def _beside(file: Path) -> Sequence[Path]:
    return [file.with_name(file.name + ending) for ending in _BESIDE]


def _set_aside(file: Path, at: datetime) -> Path | None:
    """The folder where the old database can still be found, with its log; None where there is none."""
    if not file.exists():
        return None
    folder = file.parent / _ASIDE / at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    folder.mkdir(mode=0o700, parents=True)
    for one in (file, file.with_name(file.name + _LOG)):
        if one.exists():
            _link(one, folder / one.name)
    return folder


def _link(file: Path, to: Path) -> None:
    """Another name for the same bytes: neither room nor a readable disk is needed for it."""
    try:
        to.hardlink_to(file)
    except OSError:  # a file system without such names
        shutil.copy2(file, to)


def _save(new: Path, old: Path, key: bytes) -> tuple[int, int, bool]:
    """Commands added, rows that did not fit, whether everything could be read."""
    with told_as_failures(new), closing(keyed(new, key)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # the whole file is brought to the disk at the end
        connection.execute("PRAGMA foreign_keys = ON")  # no receipt without the command it tells of
        before = _count(connection)
        rescue = _Rescue(connection, old, key)
        for rows in _SAVED:
            rescue.save_rows(rows)
        rescue.take_over_drafts()
        return _count(connection) - before, rescue.left, rescue.all_read


def _count(connection: sqlcipher.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM main.outbox").fetchone()[0])


class _Rescue:
    """Copies from a damaged database into the new one what can be read of it."""

    def __init__(self, connection: sqlcipher.Connection, old: Path, key: bytes) -> None:
        self.left, self.all_read = 0, True
        self._connection, self._old = connection, old
        self._attach = f"ATTACH ? AS old KEY \"x'{key.hex()}'\""
        self._attached = False

    def save_rows(self, rows: _Rows) -> None:
        """Copy each row that can be read; a page that cannot be takes none beyond it along."""
        table = rows.table
        columns = self._read(lambda: self._columns(table))
        if not columns:
            return
        alike = (*rows.key.split(", "), rows.changing)
        same = (
            f"SELECT 1 FROM main.{table} AS known WHERE "  # noqa: S608
            + " AND ".join(f"known.{name} = old.{table}.{name}" for name in alike)
        )
        copy = (
            f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM old.{table}"  # noqa: S608
            f" WHERE rowid = ? AND {rows.among} AND NOT EXISTS ({same})"
            f" ON CONFLICT ({rows.key}) DO {rows.where_known}"
        )
        missed = 0
        for rowid in range(1, self._last_row(table) + 1):
            one = partial(self._connection.execute, copy, (rowid,))
            try:
                missed = missed + 1 if self._read(one) is None else 0
            except sqlcipher.IntegrityError:
                self.left += 1
            if missed == _GIVEN_UP_AFTER:
                return

    def take_over_drafts(self) -> None:
        """Drafts as they were last, or all those of the backup where that cannot be read."""
        columns = self._read(lambda: self._columns("draft"))
        if not columns:
            return
        last = self._read(lambda: self._connection.execute(f"SELECT {columns} FROM old.draft").fetchall())  # noqa: S608
        if last is None:
            return
        places = ", ".join("?" * (columns.count(",") + 1))
        self._connection.execute("DELETE FROM main.draft")
        self._connection.executemany(f"INSERT INTO main.draft ({columns}) VALUES ({places})", last)  # noqa: S608

    def _columns(self, table: str) -> str:
        """Those that both databases have."""
        names = [row[1] for row in self._connection.execute(f"PRAGMA old.table_info({table})")]
        ours = {row[1] for row in self._connection.execute(f"PRAGMA main.table_info({table})")}
        return ", ".join(name for name in names if name in ours)

    def _last_row(self, table: str) -> int:
        """The last row, or past the last that there can be, where that page cannot be read."""
        ask = f"SELECT coalesce(max(rowid), 0) FROM old.{table}"  # noqa: S608
        last = self._read(lambda: self._connection.execute(ask).fetchone())
        return int(last[0]) if last else self._old.stat().st_size // _LEAST_ROW_BYTES

    def _read(self, ask: Callable[[], _T]) -> _T | None:
        """What the old database answers; None where it cannot be read there."""
        try:
            if not self._attached:
                address = f"{self._old.absolute().as_uri()}?mode=ro"
                self._connection.execute(self._attach, (address,))
                self._attached = True
            return ask()
        except sqlcipher.IntegrityError:
            raise
        except sqlcipher.DatabaseError:
            self.all_read = False
            if self._attached:  # after a page that is wrong SQLCipher reads nothing more: begin anew
                self._connection.execute("DETACH old")
                self._attached = False
            return None


def _make_another(new: Path, key: bytes, at: datetime) -> int:
    """Let it be another database to central, that nobody knows yet; how many commands wait in it."""
    with told_as_failures(new), closing(keyed(new, key)) as connection:
        moment = at.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        connection.execute(
            "UPDATE device SET database_id = ?, device_id = NULL, office = NULL, terminal = NULL,"
            " central_url = NULL, restored_at = ?",
            (str(uuid.uuid4()), moment),
        )
        waiting = connection.execute("SELECT count(*) FROM outbox WHERE state = 'waiting'").fetchone()[0]
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(waiting)
