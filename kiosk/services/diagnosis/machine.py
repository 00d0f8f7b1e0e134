"""Probes of the machine: version, settings, disk, memory, keyring, typefaces."""

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil
import sqlcipher3  # type: ignore[import-untyped]

from kiosk.contract.documents import read_programme
from kiosk.services.credential import credential_secrets, has_credential
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.report import Unwell
from kiosk.services.diagnosis.subject import Subject
from kiosk.services.failures import Failed, Trouble
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.fonts import installed_fonts
from kiosk.services.secrets import keyring_secrets
from kiosk.services.settings import NAMES
from kiosk.services.upkeep.room import LEAST_FREE_BYTES

_SOON_FULL_BYTES = 1_000_000_000
_LEAST_MEMORY_BYTES = 300_000_000
_PACKAGE = "cooperative-kiosk"
# One of each kind: common, Ext-A, Ext-B, 全字庫's own, and what forms and amounts are made of.
_SAMPLE = "臺灣雲市集合作社㐂𠮷𣘺龘堃喆零壹貳參肆伍陸柒捌玖拾佰仟萬億元整○〇①「」（）％§"


def program() -> str:
    """Which version runs on what."""
    ours = installed() or "of an unknown version"
    return f"{_PACKAGE} {ours}, Python {platform.python_version()}, {platform.system()} {platform.release()}"


def installed() -> str:
    """The version of this program; "" where nobody knows it."""
    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        return ""


def settings(subject: Subject) -> str:
    """Each setting and where it stands."""
    told = subject.settings
    if told is None:
        return "training set-up, which has none"
    if isinstance(told, Failed):
        place, nearest = told.values.get("place", ""), told.values.get("nearest")
        seen = f"{place} (nearest: {nearest})" if nearest else str(place)
        raise Unwell(seen, told.failure, told.values)
    central = told.central or "by the enrolment"
    values = {name: getattr(told, name) for name in NAMES} | {"central": central}
    return "; ".join(f"{name} = {values[name]} ({told.places.get(name, 'as usual')})" for name in NAMES)


def disk(folder: Path) -> str:
    """Room where the data lie."""
    place = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(place).free
    seen = f"{free // 1_000_000} MB free"
    if free < _SOON_FULL_BYTES:
        raise Unwell(seen, Trouble.DISK_LOW, harmless=free >= LEAST_FREE_BYTES)
    return seen


def memory() -> str:
    """What is left for programs."""
    told = psutil.virtual_memory()
    seen = f"{told.available // 1_000_000} of {told.total // 1_000_000} MB available"
    if told.available < _LEAST_MEMORY_BYTES:
        raise Unwell(seen, Ailment.MEMORY_LOW, harmless=True)
    return seen


def keyring(folder: Path) -> str:
    """What keeps the secrets: a service's credential, or the keyring, which may be there and locked."""
    if has_credential(os.environ):
        credential_secrets(os.environ, folder).get("doctor")
        return "a service's credential, in memory and for its owner only"
    secrets = keyring_secrets(_PACKAGE)
    secrets.get("doctor")
    return f"{secrets.kind}: found, encrypted and unlocked"


def libraries() -> str:
    """What reads the database."""
    return f"SQLCipher on SQLite {sqlcipher3.sqlite_version}"


def programme(resources: Path) -> str:
    """Whether the figures that came with the program can be read."""
    return f"{len(read_programme(resources).plans)} plans"


def fonts() -> str:
    """The papers' typefaces, and whether they have a character of each kind."""
    missing = list(installed_fonts().missing())
    if missing:
        seen = f"missing or damaged: {', '.join(missing)} (Debian: fonts-cns11643-sung)"
        raise Unwell(seen, PaperFailure.FONT_MISSING, {"font": missing[0]})
    lacking = "".join(character for character in _SAMPLE if not has_glyph(character))
    if lacking:
        raise Unwell(f"no glyph for {lacking}", Ailment.CHARACTERS_MISSING)
    return "found"


def has_glyph(character: str) -> bool:
    """Whether papers can show it. Raises `PaperError` (FONT_MISSING)."""
    try:
        installed_fonts().advance(character)
    except PaperError as error:
        if error.failure is not PaperFailure.GLYPH_MISSING:
            raise
        return False
    return True
