"""All probes of the doctor, in the order of the report."""

from collections.abc import Callable
from functools import partial

from kiosk.services.diagnosis import counter, devices, machine, network
from kiosk.services.diagnosis.report import Probe
from kiosk.services.diagnosis.subject import Subject

_READS_IT_ALL = 60.0  # seconds: 1 GB of database


def machine_probes(subject: Subject) -> tuple[Probe, ...]:
    """The probes of a counter and of the machine that it stands on."""
    return (
        Probe("version", machine.program),
        Probe("settings", partial(machine.settings, subject)),
        Probe("clock", partial(_to_central, subject, partial(network.clock, now=subject.clock)), 15.0),
        Probe("disk", partial(machine.disk, subject.folders.root)),
        Probe("memory", machine.memory),
        Probe("keyring", partial(machine.keyring, subject.folders.root)),
        Probe("database library", machine.libraries),
        Probe("database", partial(counter.database, subject), _READS_IT_ALL),
        Probe("command chain", partial(counter.command_chain, subject), _READS_IT_ALL),
        Probe("audit log", partial(counter.audit_log, subject), _READS_IT_ALL),
        Probe("backups", partial(counter.backups, subject), _READS_IT_ALL),
        Probe("sync", partial(counter.sync_state, subject)),
        Probe("settings by central", partial(counter.from_central, subject)),
        Probe("update", lambda: counter.update(subject, machine.installed())),
        Probe("card readers", devices.card_readers, 15.0),
        Probe("authorities", partial(counter.authorities, subject), 20.0),
        Probe("programme", partial(machine.programme, subject.resources)),
        Probe("fonts for papers", machine.fonts),
        Probe("names on papers", partial(counter.names, subject)),
        Probe("printers", devices.printers),
        Probe("proxy", network.proxy),
        Probe("name service", partial(_to_central, subject, network.name_service)),
        Probe("TLS", partial(_to_central, subject, network.tls)),
        Probe("central service", partial(_to_central, subject, network.service)),
        Probe("crashes", partial(counter.crashes, subject.folders.logs)),
    )


def _to_central(subject: Subject, ask: Callable[[str], str]) -> str:
    return ask(counter.central(subject))
