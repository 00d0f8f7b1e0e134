"""Keys with which vendors' programs come to the vendor interface."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from central.store.tables import vendor_key


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key; of its secret only the hash is kept."""

    key_id: str
    vendor_id: str
    secret_hash: str
    made_at: datetime
    revoked_at: datetime | None


_COLUMNS = [vendor_key.c[name] for name in KeyRow.__slots__]


def add_key(connection: sa.Connection, row: KeyRow) -> None:
    """A new key."""
    connection.execute(sa.insert(vendor_key).values({name: getattr(row, name) for name in KeyRow.__slots__}))


def find_key(connection: sa.Connection, key_id: str) -> KeyRow | None:
    """The key of this id."""
    row = connection.execute(sa.select(*_COLUMNS).where(vendor_key.c.key_id == key_id)).one_or_none()
    return None if row is None else KeyRow(*row)


def list_keys(connection: sa.Connection) -> tuple[KeyRow, ...]:
    """All keys, by vendor."""
    query = sa.select(*_COLUMNS).order_by(vendor_key.c.vendor_id, vendor_key.c.made_at)
    return tuple(KeyRow(*row) for row in connection.execute(query))


def revoke_key(connection: sa.Connection, key_id: str, at: datetime) -> bool:
    """Take nothing with this key any more; False where that is so already, or there is none."""
    update = sa.update(vendor_key).where(vendor_key.c.key_id == key_id, vendor_key.c.revoked_at.is_(None))
    return connection.execute(update.values(revoked_at=at)).rowcount == 1
