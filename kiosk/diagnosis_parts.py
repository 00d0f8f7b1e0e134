"""The doctor beside an open counter, joined."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.contract.clock import Clock
from kiosk.services.bundle.sticks import mounted_volumes, unmounted
from kiosk.services.diagnosis.check_up import CheckUp
from kiosk.services.diagnosis.report import Probe
from kiosk.services.diagnosis.subject import Subject
from kiosk.services.failures import FailureCatalogue
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.settings import CounterSettings
from kiosk.vaults import DATABASE_FILE, Vault


def examined(
    folders: Folders, settings: CounterSettings | None, vault: Vault, central: str, trust: Path, clock: Clock
) -> Subject:
    """The counter that was opened, as the doctor looks at it; `settings` are None in training."""
    file = vault.folder / DATABASE_FILE
    return Subject(folders, settings, file, lambda: vault.secrets, central, trust, clock, RESOURCES)


def check_up_of(subject: Subject, catalogue: FailureCatalogue) -> CheckUp:
    """The doctor that looks at `subject` when somebody asks for it."""

    def probes() -> Sequence[Probe]:
        from kiosk.services.diagnosis.probes import machine_probes  # nobody waits for it at the start

        return machine_probes(subject)

    return CheckUp(probes, subject.folders.logs, catalogue, mounted_volumes, unmounted)
