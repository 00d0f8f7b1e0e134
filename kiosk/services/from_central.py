"""What central sets for this counter, over the machine's own settings, and which update it announces."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kiosk.contract.clock import Clock
from kiosk.contract.office_settings import OfficeSettings
from kiosk.contract.updates import due_update, version_order
from kiosk.services.documents import Guidance
from kiosk.services.logs import Level, keep_from
from kiosk.services.settings import CounterSettings, Mode

UPDATE = "update"
"""The file beside the database that names the version to be installed: the package's timer reads it."""

FAILED = Path("/var/lib/cooperative-kiosk-update/failed")
"""Where the package names a version that did not start here and was taken back."""

_BY_CENTRAL = "central"


def with_central(settings: CounterSettings, told: OfficeSettings) -> CounterSettings:
    """The machine's settings with what central has set; what the machine's administrator locked stays."""
    mode, log, places = settings.mode, settings.log, dict(settings.places)
    if told.mode is not None and "mode" not in settings.locked:
        mode, places["mode"] = Mode(told.mode), _BY_CENTRAL
    if told.log is not None and "log" not in settings.locked:
        log, places["log"] = Level(told.log), _BY_CENTRAL
    return replace(settings, mode=mode, log=log, places=places)


class FromCentral:
    """`machine` are the settings that stand on it; `mode` is how one stands at it until the next start."""

    def __init__(
        self,
        machine: CounterSettings,
        device_id: str,
        folder: Path,
        clock: Clock,
        version: str,
        *,
        keep_level: Callable[[Level], None] = keep_from,
    ) -> None:
        """Nothing is taken before `take`."""
        self._machine, self._device_id, self._file, self._clock = machine, device_id, folder / UPDATE, clock
        self._keep_level, self.version = keep_level, version
        self.mode, self._now, self._begun, self.update = machine.mode, machine, False, ""

    def take(self, guidance: Guidance) -> None:
        """Go by it: the log at once, the mode from the next start on. Called with each round of sync."""
        told = guidance.settings
        if told is not None:
            self._now = with_central(self._machine, told.settings)
        if not self._begun:
            self._begun, self.mode = True, self._now.mode
        self._keep_level(self._now.log)
        due = due_update(guidance.updates, self._device_id, self._clock())
        newer = due is not None and version_order(due.version) > version_order(self.version)
        self.update = due.version if due is not None and newer else ""
        self._note()

    @property
    def restart_due(self) -> bool:
        """Whether something of it holds from the next start on only."""
        return self._now.mode is not self.mode

    def _note(self) -> None:
        """The file is whole or not there. A disk that does not take it is told by those with more to lose."""
        try:
            if not self.update:
                self._file.unlink(missing_ok=True)
            elif not self._file.exists() or self._file.read_text(encoding="ascii") != f"{self.update}\n":
                scratch = self._file.with_suffix(".part")
                scratch.write_text(f"{self.update}\n", encoding="ascii")
                scratch.replace(self._file)
        except (OSError, ValueError):
            return


def failed_update(file: Path = FAILED) -> str:
    """The version that did not start here and was taken back; "" for none."""
    try:
        return file.read_text(encoding="ascii").strip()[:40]
    except (OSError, ValueError):
        return ""
