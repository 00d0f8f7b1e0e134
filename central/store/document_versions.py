"""Versions of the documents that change at run time: how every process learns that one did."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from central.store.office_tables import document_version
from kiosk.contract.office_settings import SETTINGS as OFFICE_SETTINGS
from kiosk.contract.revoked_devices import REVOKED_DEVICES
from kiosk.contract.updates import UPDATES as ANNOUNCED_UPDATES

CALENDAR, CATALOGUE, PROGRAMME, STAFF = "calendar", "catalogue", "programme", "staff"
REVOKED = REVOKED_DEVICES
SETTINGS, UPDATES = OFFICE_SETTINGS, ANNOUNCED_UPDATES

_COLUMNS = (document_version.c.name, document_version.c.version)
_SHARED = sa.select(*_COLUMNS).where(document_version.c.office == "")
_SEEN_BY = sa.select(*_COLUMNS).where(document_version.c.office.in_(["", sa.bindparam("its_office")]))


def shared_versions(connection: sa.Connection) -> Mapping[str, int]:
    """The version of each document that all offices share, in one statement."""
    return {name: version for name, version in connection.execute(_SHARED)}  # noqa: C416 - rows are no pairs


def versions_for(connection: sa.Connection, office: str) -> Mapping[str, int]:
    """The same, with those of this office's own documents; what was never changed is not there."""
    return {name: version for name, version in connection.execute(_SEEN_BY, {"its_office": office})}  # noqa: C416


def move_on(connection: sa.Connection, name: str, office: str = "") -> None:
    """What a document says changes in this transaction: nobody else changes it until the transaction ends.

    To be called before anything is read that the change depends on.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(document_version).values(name=name, office=office, version=1)
    connection.execute(
        first.on_conflict_do_update(
            index_elements=["name", "office"], set_={"version": document_version.c.version + 1}
        )
    )
