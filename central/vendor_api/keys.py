"""Keys of vendors' programs: made once, shown once, kept as a hash."""

import hashlib
import hmac
import secrets

from central.audit import Act, Role, Who, given, record
from central.store.database import Database
from central.store.vendor_keys import KeyRow, add_key, find_key, list_keys, revoke_key
from kiosk.contract.clock import Clock

_MARK = "vk"  # so that a key is known for one where it was left lying about
_ID_BYTES, _SECRET_BYTES = 6, 32


class KeyUnknown(Exception):
    """There is no such key, or it was revoked before."""


class VendorKeys:
    """Makes keys, knows them again and revokes them. `key` (32 bytes) is what secrets are hashed with."""

    def __init__(self, database: Database, key: bytes, clock: Clock) -> None:
        self._database = database
        self._key = key
        self._clock = clock

    def add(self, vendor_id: str, who: Who) -> str:
        """A new key of this vendor, to be shown once. Raises ValueError for no vendor."""
        if not vendor_id.strip() or len(vendor_id) > 40:
            raise ValueError("a vendor's id")
        key_id, secret = secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
        row = KeyRow(key_id, vendor_id, self._hash(secret), self._clock(), None)
        with self._database.writing() as connection:
            add_key(connection, row)
            record(connection, who, Act("add_vendor_key", key_id, "", {"vendor_id": vendor_id}), row.made_at)
        return f"{_MARK}_{key_id}_{secret}"

    def revoke(self, key_id: str, who: Who, reason: str) -> None:
        """Take nothing with it any more. Raises `KeyUnknown`, `ReasonMissing`."""
        now = self._clock()
        with self._database.writing() as connection:
            if not revoke_key(connection, key_id, now):
                raise KeyUnknown
            record(connection, who, Act("revoke_vendor_key", key_id, given(reason)), now)

    def all(self) -> tuple[KeyRow, ...]:
        """All keys there ever were, by vendor."""
        with self._database.reading() as connection:
            return list_keys(connection)

    def owner(self, text: str) -> tuple[str, Who] | None:
        """The vendor's id, and who acts with this key; None for a key that is not taken."""
        mark, _, rest = text.partition("_")
        key_id, _, secret = rest.partition("_")
        if mark != _MARK or not secret:
            return None
        with self._database.reading() as connection:
            row = find_key(connection, key_id)
        if row is None or not hmac.compare_digest(row.secret_hash, self._hash(secret)):
            return None
        return None if row.revoked_at is not None else (row.vendor_id, Who(f"key {key_id}", Role.VENDOR))

    def _hash(self, secret: str) -> str:
        return hmac.new(self._key, secret.encode(), hashlib.sha256).hexdigest()
