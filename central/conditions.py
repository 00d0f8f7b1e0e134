"""How the kiosks are, by what they say themselves."""

from central.store.database import Database
from central.store.devices import Device
from central.store.fleet import keep_condition
from kiosk.contract.clock import Clock
from kiosk.contract.condition import ConditionAnswer, ConditionReport


class Conditions:
    """Keeps each kiosk's last report; nothing is decided by it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def take(self, device: Device, report: ConditionReport) -> ConditionAnswer:
        """Keep it, in the place of the one before."""
        now = self._clock()
        with self._database.writing() as connection:
            keep_condition(connection, device.device_id, now, report.model_dump(mode="json"))
        return ConditionAnswer(taken_at=now)
