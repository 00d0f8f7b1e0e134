"""The doctor beside an open counter: one look at the machine at a time, in the background."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.bundle.sticks import Volume
from kiosk.services.diagnosis.bundle import in_words, pack
from kiosk.services.diagnosis.report import Finding, Findings, Probe, diagnose
from kiosk.services.failures import Failed, FailureCatalogue
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.stick import FileOnStick, write_to_stick

_STEM, _SUFFIX = "kiosk-report", ".zip"


@dataclass(frozen=True, slots=True)
class Looked:
    """How far the look is: how many probes have answered, and what was found, in the report's order."""

    probes: int
    answered: int
    findings: Findings

    @property
    def running(self) -> bool:
        """Whether some are still waited for."""
        return self.answered < self.probes

    def of(self, *, ok: bool) -> tuple[Finding, ...]:
        """What is not well; or what is well, and worth knowing."""
        return tuple(one for one in self.findings if one.ok is ok and (one.code or not ok))


class CheckUp:
    """Looks at this counter's machine by `probes`; the log in `logs` goes along with the report.

    `volumes` finds the sticks that are mounted, `release` lets go of one and says whether it could.
    """

    def __init__(
        self,
        probes: Callable[[], Sequence[Probe]],
        logs: Path,
        catalogue: FailureCatalogue,
        volumes: Callable[[], Sequence[Volume]],
        release: Callable[[Volume], bool],
    ) -> None:
        self._make_probes, self._logs, self._catalogue = probes, logs, catalogue
        self.volumes, self._release = volumes, release
        self._lock = threading.Lock()
        self._probes: Sequence[Probe] = ()
        self._found: dict[int, Findings] = {}
        self._thread: threading.Thread | None = None
        self._tell: Callable[[object], None] = lambda _looked: None

    def begin(self) -> None:
        """Look anew, unless a look is under way. Returns at once."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._probes, self._found = tuple(self._make_probes()), {}
            self._thread = threading.Thread(
                target=diagnose, args=(self._probes, self._answered), name="check-up", daemon=True
            )
            self._thread.start()

    def follow(self, tell: Callable[[object], None]) -> None:
        """Let `tell` hear how far it is (`Looked`), on another thread; who followed before hears no more."""
        self._tell = tell

    def looked(self) -> Looked:
        """How far it is."""
        with self._lock:
            found, probes = dict(self._found), len(self._probes)
        findings = tuple(one for number in sorted(found) for one in found[number])
        return Looked(probes, len(found), findings)

    def to_stick(self, volume: Volume, language: str) -> FileOnStick:
        """Write report and log to a stick, without personal data, and let go of it.

        Raises `Failed` (STICK_…).
        """
        if (volume.folder, volume.device) not in {(one.folder, one.device) for one in self.volumes()}:
            raise Failed(PrintFailure.STICK_GONE)  # its folder may still lie on this machine's own disk
        report = in_words(self.looked().findings, self._catalogue, language)
        packed, _left_out = pack(report, self._logs, Path.home())
        name = write_to_stick(volume.folder, _STEM, packed, _SUFFIX)
        return FileOnStick(name, self._release(volume))

    def _answered(self, number: int, found: Findings) -> None:
        with self._lock:
            self._found[number] = found
        self._tell(self.looked())
