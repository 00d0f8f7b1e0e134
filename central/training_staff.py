"""Training only: accounts at an office's kiosks whose passwords everybody may know."""

from pydantic import BaseModel

from central.backoffice.passwords import Passwords
from central.store import counter_staff as store
from central.store.counter_staff import CounterRow
from central.store.database import Database
from central.store.document_versions import STAFF, move_on
from kiosk.contract.clock import Clock
from kiosk.contract.staff_document import CounterRole


class TrainingAccount(BaseModel):
    """An account as training wants it."""

    staff_id: str
    name: str
    role: CounterRole
    password: str


class TrainingStaff(BaseModel):
    """The accounts that an office's kiosks are to have."""

    office: str
    staff: tuple[TrainingAccount, ...]


def provide_staff(database: Database, clock: Clock, wanted: TrainingStaff) -> None:
    """Add those accounts that the office does not have yet."""
    passwords = Passwords()
    with database.writing() as connection:
        known = {row.staff_id for row in store.accounts(connection, wanted.office)}
        new = [one for one in wanted.staff if one.staff_id not in known]
        if not new:
            return
        move_on(connection, STAFF, wanted.office)
        for one in new:
            hashed = passwords.hashed(one.password)
            row = CounterRow(
                wanted.office, one.staff_id, one.name, one.role.value, hashed, False, None, clock()
            )
            store.add_account(connection, row)
