"""What an administrator sets for a counter: central's address, the data's folder, how one stands at it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from platformdirs import site_config_path, user_config_path

from kiosk.contract.enrolment_ticket import is_safe_address, plain_address
from kiosk.services.failures import Failed, Trouble
from kiosk.services.folders import Folders

NAMES = ("central", "data", "mode")
"""The settings: as keys of the file, and as KIOSK_CENTRAL, KIOSK_DATA, KIOSK_MODE of the environment."""

_PREFIX = "KIOSK_"
_CONFIG = "KIOSK_CONFIG"
_USUAL = Path("cooperative-kiosk") / "kiosk.toml"


class Mode(StrEnum):
    """How one stands at the counter."""

    COUNTER = "counter"  # 櫃台
    SELF_SERVICE = "self-service"  # 自助
    FIELD = "field"  # 外勤


@dataclass(frozen=True, slots=True)
class CounterSettings:
    """`central` is central's address, empty where only the enrolment names it; `data` the data's folder."""

    central: str
    data: Path
    mode: Mode

    @property
    def folders(self) -> Folders:
        """Where this counter keeps its data."""
        return Folders(self.data)


def read_settings(environment: Mapping[str, str], file: Path | None = None) -> CounterSettings:
    """The settings of `environment`, else of the file, else the usual ones.

    The file (TOML) is `file`, or the one that KIOSK_CONFIG names, or else `cooperative-kiosk/kiosk.toml` in
    the user's or the system's folder of settings (XDG), if one is there. Raises `Failed` (SETTINGS_INVALID)
    with the place that is wrong: a file that cannot be read, a setting that there is not, a wrong value.
    """
    named = file or (Path(environment[_CONFIG]) if environment.get(_CONFIG) else None)
    found = named or next((one for one in _usual_files() if one.exists()), None)
    told = {} if found is None else _of_file(found)
    for name in NAMES:
        text = environment.get(f"{_PREFIX}{name.upper()}")
        if text:
            told[name] = (text, f"{_PREFIX}{name.upper()}")
    return CounterSettings(_central(told), _data(told), _mode(told))


def _usual_files() -> tuple[Path, ...]:
    return user_config_path() / _USUAL, site_config_path() / _USUAL


_Told = dict[str, tuple[str, str]]


def _of_file(file: Path) -> _Told:
    """Each setting with the place that it stands at."""
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Failed(Trouble.SETTINGS_INVALID, place=str(file)) from None
    for name, value in content.items():
        if name not in NAMES or not isinstance(value, str):
            raise Failed(Trouble.SETTINGS_INVALID, place=f"{file}: {name}")
    return {name: (value, f"{file}: {name}") for name, value in content.items()}


def _central(told: _Told) -> str:
    address, place = told.get("central", ("", ""))
    if address and not is_safe_address(address):
        raise Failed(Trouble.SETTINGS_INVALID, place=place)
    return plain_address(address)


def _data(told: _Told) -> Path:
    text, place = told.get("data", ("", ""))
    if not text:
        return Folders.of_counter().root
    folder = Path(text)
    if not folder.is_absolute():  # it would be another one from wherever the program is started
        raise Failed(Trouble.SETTINGS_INVALID, place=place)
    return folder


def _mode(told: _Told) -> Mode:
    text, place = told.get("mode", (Mode.COUNTER.value, ""))
    if text not in set(Mode):
        raise Failed(Trouble.SETTINGS_INVALID, place=place)
    return Mode(text)
