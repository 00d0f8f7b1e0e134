"""`central backup` and `central restore`: everything that central knows in one sealed file.

The file is worth nothing without the server's secret (`secret` in the data folder), which is not in it and
has to be kept elsewhere: 32 bytes, once.
"""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from central.sealed import SealBroken, SealedReader, SealedWriter
from central.secret import ServerSecret
from central.settings import Settings
from central.store.copies import (
    CopyFailed,
    copy_postgres,
    copy_sqlite,
    has_sqlite,
    has_tables,
    put_back_postgres,
    put_back_sqlite,
)

_MANIFEST, _DATABASE = "manifest.json", "database"
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"


class RestoreRefused(Exception):
    """Nothing was changed; says why."""


class DataThere(RestoreRefused):
    """There is data already where the backup would go."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: which database, at which version of its tables, as of when (UTC)."""

    database: str
    version: str
    made_at: str


def back_up(folder: Path, settings: Settings, file: Path, version: str, at: datetime) -> Manifest:
    """Write a backup into `file`, whole or not at all. Central may go on serving.

    Raises `CopyFailed`, OSError.
    """
    secret = ServerSecret.of(folder)
    manifest = Manifest(_POSTGRESQL if settings.database else _SQLITE, version, at.isoformat())
    with tempfile.TemporaryDirectory(dir=folder, prefix="backup.") as scratch:
        copy = Path(scratch) / _DATABASE
        if settings.database:
            copy_postgres(settings.database, copy)
        else:
            copy_sqlite(folder, secret.key("database"), copy)
        told = Path(scratch) / _MANIFEST
        told.write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        with (
            _appearing(file) as stream,
            SealedWriter(stream, secret.key("backup")) as sealed,
            tarfile.open(fileobj=cast("IO[bytes]", sealed), mode="w|", format=tarfile.PAX_FORMAT) as archive,
        ):
            for one in (told, copy):
                archive.add(one, one.name)
    return manifest


def restore(
    file: Path, folder: Path, database: str, known_versions: frozenset[str], *, replace: bool
) -> Manifest:
    """Put a backup back: into the data folder, or into PostgreSQL where `database` is its address.

    Raises `RestoreRefused` (also where there is data and `replace` is not said), `CopyFailed`, OSError.
    """
    secret = ServerSecret.of(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix="restore.") as scratch:
        manifest = _unpacked(file, secret, Path(scratch))
        copy = Path(scratch) / _DATABASE
        _require_fitting(manifest, database, known_versions)
        if not replace and (has_tables(database) if database else has_sqlite(folder)):
            raise DataThere("there is data already")
        if database:
            put_back_postgres(copy, database)
        else:
            put_back_sqlite(copy, folder, secret.key("database"))
    return manifest


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, scratch: Path) -> None:
    """A file of the backup into `scratch`. Not `extractall`: before Python 3.11.4 it follows any name."""
    content = archive.extractfile(member) if member.name in {_MANIFEST, _DATABASE} else None
    if content is None:
        raise SealBroken
    with (scratch / member.name).open("wb") as stream:
        shutil.copyfileobj(content, stream)


def _unpacked(file: Path, secret: ServerSecret, scratch: Path) -> Manifest:
    """The backup's files in `scratch`, every byte of them verified."""
    try:
        with file.open("rb") as stream:
            sealed = SealedReader(stream, secret.key("backup"))
            with tarfile.open(fileobj=cast("IO[bytes]", sealed), mode="r|") as archive:
                for member in archive:
                    _unpack(archive, member, scratch)
            sealed.require_end()
        return Manifest(**json.loads((scratch / _MANIFEST).read_text(encoding="utf-8")))
    except SealBroken:
        raise RestoreRefused("another secret made this backup, or it is damaged") from None


def _require_fitting(manifest: Manifest, database: str, known_versions: frozenset[str]) -> None:
    if manifest.database != (_POSTGRESQL if database else _SQLITE):
        raise RestoreRefused(f"this is a backup of {manifest.database}")
    if manifest.version not in known_versions:
        raise RestoreRefused("a newer program made this backup")


@contextmanager
def _appearing(file: Path) -> Iterator[BinaryIO]:
    """A new file, 0600, that appears under its name once it is whole and on the disk."""
    scratch = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        scratch.replace(file)
    finally:
        scratch.unlink(missing_ok=True)


__all__ = ["CopyFailed", "DataThere", "Manifest", "RestoreRefused", "back_up", "restore"]
