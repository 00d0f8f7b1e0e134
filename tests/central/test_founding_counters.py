"""Two real counters of an office and a real central: what one has begun, the other goes on with."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.contract.clock import Clock
from kiosk.contract.documents import read_founding, read_programme
from kiosk.contract.founding_guide import read_guide
from kiosk.domain.founding.case import Founder
from kiosk.domain.founding.record import Record, with_founder
from kiosk.services.central import CentralClient
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed
from kiosk.services.founding.desk import FoundingDesk, ToCentral
from kiosk.services.founding.failures import FoundingFailure
from kiosk.services.identity_device import device_key
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import KEY_BYTES, open_database
from tests.central.conftest import RESOURCES, HandClock, Service
from tests.domain.test_founding_record import WHOLE

_TIMEOUT = timedelta(seconds=20)


class Counter:
    """A counter's desk of founding, and its sync."""

    def __init__(self, folder: Path, service: Service, clock: Clock, ends: ExitStack) -> None:
        database = open_database(folder / "kiosk.db", bytes(range(KEY_BYTES)))
        ends.callback(database.close)
        secrets = MemorySecrets()
        device = enrol(database, secrets, service.url, service.code("訓練處"), _TIMEOUT)
        key = device_key(secrets, device.public_key)
        client = CentralClient(service.url, device.device_id, key, clock, _TIMEOUT)
        ends.callback(client.close)
        self.sync = Sync(database, client, read_programme(RESOURCES), clock, lambda: 0.5)
        self.desk = FoundingDesk(
            database,
            read_founding(RESOURCES),
            read_guide(RESOURCES),
            clock,
            device,
            ToCentral(client.founding_case, lambda: None),
        )

    def sent(self) -> int:
        report = self.sync.once()
        assert report.failure is None
        assert not report.rejected
        return report.accepted


@pytest.fixture
def counters(tmp_path: Path, service: Service, clock: HandClock) -> Iterator[Any]:
    with ExitStack() as ends:
        yield tuple(Counter(tmp_path / name, service, clock, ends) for name in ("one", "two"))


def test_another_counter_goes_on_with_a_case(counters: tuple[Counter, Counter]) -> None:
    one, two = counters
    opened = one.desk.open(WHOLE)
    with pytest.raises(Failed) as raised:
        two.desk.find(opened.code)
    assert raised.value.failure is FoundingFailure.CODE_UNKNOWN
    assert one.sent() == 1
    case_id = two.desk.find(opened.code)
    assert two.desk.read(case_id) == WHOLE

    two.desk.keep(case_id, with_founder(WHOLE, None, Founder("新的發起人"), None))
    one.desk.keep(case_id, Record(case=WHOLE.case, plan=WHOLE.plan, texts=WHOLE.texts, address="新址"))
    assert (two.sent(), one.sent()) == (1, 1)
    for counter in counters:
        counter.desk.refresh(case_id)
    assert one.desk.read(case_id) == two.desk.read(case_id)
    assert one.desk.read(case_id).address == "新址"
    assert one.desk.read(case_id).case.founders[-1].name == "新的發起人"

    one.desk.delete(case_id)
    assert one.sent() == 1
    with pytest.raises(Failed) as raised:
        two.desk.refresh(case_id)
    assert raised.value.failure is FoundingFailure.CASE_GONE
