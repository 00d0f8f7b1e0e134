"""What `make package-test` does with the counter's data from outside: fill its outbox, tell what lies in it.

`python -m tests.installer.full_outbox fill|told FOLDER CREDENTIALS [COUNT]`: the counter's folder, that of
the service's credential. `told` prints how many commands wait and one hash over all that were ever made.
"""

import hashlib
import os
import sys
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from kiosk.services.credential import FOLDER
from kiosk.services.folders import Folders
from kiosk.services.identity_device import load_identity
from kiosk.services.secrets import DATABASE_KEY
from kiosk.storage.database import open_database
from kiosk.storage.look import look_into
from kiosk.storage.outbox import backlog
from kiosk.storage.tables import OutboxRow
from kiosk.vaults import DATABASE_FILE, secrets_of
from tests.services.counter import Counter, TestClock, programme
from tests.services.sync.backlog import fill


def main() -> None:
    """Do what the arguments say."""
    act, folder, credentials, *count = sys.argv[1:]
    os.environ[FOLDER] = credentials
    folders = Folders(Path(folder))
    file, key = folders.kiosk / DATABASE_FILE, secrets_of(folders).get(DATABASE_KEY)
    assert key is not None
    if act == "fill":
        with closing(open_database(file, key)) as database:
            counter = Counter(database, programme(), TestClock(), load_identity(database))
            fill(database, counter, int(count[0]))
    with look_into(file, key) as (session, _):
        rows = session.scalars(select(OutboxRow.envelope).order_by(OutboxRow.device_seq))
        told = hashlib.sha256()
        for envelope in rows:
            told.update(hashlib.sha256(envelope).digest())
        print(backlog(session)[0], told.hexdigest())


if __name__ == "__main__":
    main()
