"""What a technician asks of a kiosk. Every probe is guarded, so that the report is always whole."""

import os
import platform
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx2
import sqlcipher3  # type: ignore[import-untyped]

from kiosk.cardreader.reader import list_readers
from kiosk.contract.documents import read_programme
from kiosk.services.credential import credential_secrets, has_credential
from kiosk.services.failures import Failed, code_of
from kiosk.services.printing.system import system_spooler
from kiosk.services.receipts.fonts import installed_fonts
from kiosk.services.secrets import keyring_secrets

_LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One probe's result. `code` is the failure catalogue's entry with the remedy, where it has one."""

    probe: str
    ok: bool
    seen: str
    code: str = ""


class Unwell(Exception):
    """A probe found something wrong and says what."""


Probe = tuple[str, Callable[[], str]]


def diagnose(probes: Sequence[Probe]) -> tuple[Finding, ...]:
    """The findings of all probes, in their order."""
    return tuple(_guarded(name, probe) for name, probe in probes)


def _guarded(name: str, probe: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, probe())
    except Unwell as unwell:
        return Finding(name, False, str(unwell))
    except Exception as error:  # noqa: BLE001 - a broken probe is a finding, never the end of the report
        known = code_of(error)
        return Finding(name, False, type(error).__name__, "" if known is None else known[0])


def machine_probes(folder: Path, resources: Path, central_url: str | None) -> tuple[Probe, ...]:
    """The probes of a machine whose data lies in `folder`; `central_url` is None where none is set up."""
    return (
        ("system", lambda: f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("disk", lambda: _disk(folder)),
        ("keyring", lambda: _keyring(folder)),
        ("database library", lambda: f"SQLCipher on SQLite {sqlcipher3.sqlite_version}"),
        ("card readers", lambda: ", ".join(list_readers()) or "none"),
        ("programme", lambda: f"{len(read_programme(resources).plans)} plans"),
        ("fonts for papers", _fonts),
        ("printers", _printers),
        ("central service", lambda: _central(central_url)),
    )


def _disk(folder: Path) -> str:
    place = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(place).free
    if free < _LEAST_FREE_BYTES:
        raise Unwell(f"{free // 1_000_000} MB free")
    return f"{free // 1_000_000} MB free"


def _keyring(folder: Path) -> str:
    if has_credential(os.environ):
        credential_secrets(os.environ, folder).get("doctor")
        return "a service's credential, in memory and for its owner only"
    keyring_secrets("cooperative-kiosk").get("doctor")  # it may be there and locked
    return "found, encrypted and unlocked"


def _fonts() -> str:
    missing = list(installed_fonts().missing())
    if missing:
        raise Unwell(f"missing or damaged: {', '.join(missing)} (Debian: fonts-cns11643-sung)")
    return "found"


def _printers() -> str:
    """A counter may do without a printer, as without a card reader; one that cannot print is not well."""
    with closing(system_spooler()) as spooler:
        try:
            printers = spooler.printers()
        except Failed:
            return "none: no print service answers"
    troubles = [f"{one.name}: {one.trouble.name}" for one in printers if one.trouble is not None]
    if troubles:
        raise Unwell(", ".join(troubles))
    return ", ".join(one.name for one in printers) or "none"


def _central(url: str | None) -> str:
    if url is None:
        raise Unwell("not set up")
    answer = httpx2.get(f"{url}/healthz", timeout=5, trust_env=False)
    if answer.is_error:
        raise Unwell(f"HTTP {answer.status_code}")
    return url
