"""A kiosk whose commands reach central without HTTP: for many at once, and for what HTTP would only slow."""

import json
from contextlib import closing
from pathlib import Path

from central.app import Central, open_central
from central.processing import Processor, Sending
from central.store import devices
from central.store.devices import Device, EnrolmentCode
from central.verification import Verification
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.trust import TrustStore
from tests.central.kiosk import Kiosk, new_id
from tests.central.registered import OFFICE


class DirectKiosk(Kiosk):
    """An enrolled device of an office, on a central of its own."""

    def __init__(self, central: Central, office: str = OFFICE) -> None:
        super().__init__("http://central.invalid", central.clock)
        self.http.close()
        self.central = central
        self.device_id = new_id()
        trust = TrustStore.from_folder(central.settings.trust, training=True)
        self._processor = Processor(
            central.store.database, Verification(trust), central.ruling, central.clock
        )
        with central.store.database.writing() as connection:
            code = EnrolmentCode(office, "T1", central.clock(), None)
            devices.add_enrolment_code(connection, self.device_id, code)
            devices.enrol(
                connection,
                self.device_id,
                device_id=self.device_id,
                office=office,
                terminal="T1",
                public_key=self.key.public_key().public_bytes_raw(),
                database_id=new_id(),
                at=central.clock(),
            )

    @property
    def device(self) -> Device:
        """As central knows it."""
        with self.central.store.database.reading() as connection:
            found = devices.find_device(connection, self.device_id)
        assert found is not None
        return found

    def answers(self, *envelopes: CommandEnvelope) -> tuple[bytes, ...]:
        """The answers as they are sent."""
        return self._processor.receive(Sending(self.device_id, envelopes)).answers

    def send(self, *envelopes: CommandEnvelope) -> list[tuple[str, str]]:
        answers = [json.loads(answer) for answer in self.answers(*envelopes)]
        return [(one["status"], one["code"]) for one in answers]


def another(central: Central, folder: Path) -> closing["_Closing"]:
    """Another process's central on the same database: engine, connections and locks of its own."""
    return closing(_Closing(open_central(folder, central.settings)))


class _Closing:
    def __init__(self, central: Central) -> None:
        self.central = central

    def close(self) -> None:
        self.central.store.database.close()
