"""A damaged database is gone back from, the counter enrolled again: all that waited reaches central once."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.enrolment import enrol
from kiosk.services.identity_device import device_key
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.storage.backup import make_backup
from kiosk.storage.database import open_database
from kiosk.storage.restore import restore
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import Counter, TestClock
from tests.services.small_central import SmallCentral

SOON = timedelta(seconds=5)


def test_what_waited_in_backup_and_damaged_file_is_accepted_once(
    tmp_path: Path, central: SmallCentral, rules: Programme, clock: TestClock
) -> None:
    file, secrets = tmp_path / "kiosk" / "kiosk.db", MemorySecrets()
    with closing(open_database(file, DATABASE_KEY)) as database:
        first = enrol(database, secrets, central.url, central.enrolment_code, SOON)
        counter = Counter(database, rules, clock, first)
        with CentralClient(central.url, first.device_id, device_key(secrets), clock, SOON) as client:
            members = [counter.register(1)]
            assert Sync(database, client, rules, clock, lambda: 0.0).once().accepted == 2
        members.append(counter.register(2))
        backup = make_backup(database, DATABASE_KEY, file.parent / "backups", clock())
        members.append(counter.register(3))
    assert restore(file, DATABASE_KEY, backup, clock()).waiting == 4
    with closing(open_database(file, DATABASE_KEY)) as database:
        again = enrol(database, secrets, central.url, central.enrolment_code, SOON)
        assert again.device_id != first.device_id
        with CentralClient(central.url, again.device_id, device_key(secrets), clock, SOON) as client:
            report = Sync(database, client, rules, clock, lambda: 0.0).once()
        assert (report.accepted, report.rejected, report.failure) == (4, 0, None)
        counter = Counter(database, rules, clock, again)
        for member in members:
            view = counter.desk.view(member)
            assert not view.provisional
            assert view.confirmed == central.memberships[member]
