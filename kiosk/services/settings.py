"""What an administrator sets for a counter: central's address, the data's folder, how one stands at it."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from platformdirs import site_config_path, user_config_path

from kiosk.contract.enrolment_ticket import is_safe_address, plain_address
from kiosk.services.failures import Failed, Trouble
from kiosk.services.folders import Folders
from kiosk.services.logs import Level
from kiosk.services.screen import USUAL_SCREEN

NAMES = ("central", "data", "mode", "log", "screen")
"""The settings: as keys of the file, and as KIOSK_CENTRAL, KIOSK_DATA, … of the environment."""

_SCREENS = (7.0, 100.0)
_LOCKED = "locked"
_PREFIX = "KIOSK_"
_CONFIG = "KIOSK_CONFIG"
_USUAL = Path("cooperative-kiosk") / "kiosk.toml"


class Mode(StrEnum):
    """How one stands at the counter."""

    COUNTER = "counter"  # 櫃台
    SELF_SERVICE = "self-service"  # 自助
    FIELD = "field"  # 外勤


STAFFED = frozenset({Mode.COUNTER, Mode.FIELD})
"""Where somebody signs in before anything is done."""


@dataclass(frozen=True, slots=True)
class CounterSettings:
    """`central` is central's address, empty where only the enrolment names it; `data` the data's folder.

    `log` is from which level on the log is kept; `screen`, how many inches the screen has from corner to
    corner: what is written on it is as large as can be read there. `places` says where each setting stands
    that somebody set, `locked` which of them stand in the system's own file and nowhere else.
    """

    central: str
    data: Path
    mode: Mode
    log: Level = Level.INFO
    screen: float = USUAL_SCREEN
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    locked: frozenset[str] = frozenset()

    @property
    def folders(self) -> Folders:
        """Where this counter keeps its data."""
        return Folders(self.data)


def read_settings(environment: Mapping[str, str], file: Path | None = None) -> CounterSettings:
    """The settings of `environment`, else of the file, else the usual ones.

    The file (TOML) is `file`, or the one that KIOSK_CONFIG names, or else `cooperative-kiosk/kiosk.toml` in
    the user's or the system's folder of settings (XDG), if one is there. What the system's own file names in
    `locked` stands there and nowhere else: neither environment nor another file is asked for it.

    Raises `Failed` with the place that is wrong: SETTINGS_UNREADABLE (a file that cannot be read, or not to
    its end), SETTING_UNKNOWN (with the nearest one that there is), SETTINGS_INVALID (a wrong value).
    """
    named = file or (Path(environment[_CONFIG]) if environment.get(_CONFIG) else None)
    found = named or next((one for one in _usual_files() if _is_there(one)), None)
    told = {} if found is None else _of_file(found)
    told.pop(_LOCKED, None)
    for name in NAMES:
        text = environment.get(f"{_PREFIX}{name.upper()}")
        if text:
            told[name] = (text, f"{_PREFIX}{name.upper()}")
    locked = _keep_locks(told)
    places = {name: place for name, (_, place) in told.items()}
    return CounterSettings(
        _central(told),
        _data(told),
        Mode(_one_of(Mode, told, "mode", Mode.COUNTER)),
        Level(_one_of(Level, told, "log", Level.INFO)),
        _screen(told),
        places,
        locked,
    )


def _usual_files() -> tuple[Path, ...]:
    return user_config_path() / _USUAL, system_file()


def system_file() -> Path:
    """The system's own file of settings, which its administrator alone can write."""
    return site_config_path() / _USUAL


def _is_there(file: Path) -> bool:
    """Whether it is there. Raises `Failed` (SETTINGS_UNREADABLE): where one may not look, it may be."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        raise Failed(Trouble.SETTINGS_UNREADABLE, place=str(file)) from None
    return True


_Told = dict[str, tuple[str, str]]


def _keep_locks(told: _Told) -> frozenset[str]:
    """Let what the system's file locks be as it is there; what it does not set is as usual. What it locks."""
    file = system_file()
    if not _is_there(file):
        return frozenset()
    ours = _of_file(file)
    locked = frozenset(ours.pop(_LOCKED, ("", ""))[0].split())
    for name in locked:
        told.pop(name, None)
        if name in ours:
            told[name] = ours[name]
    return locked


def _of_file(file: Path) -> _Told:
    """Each setting with the place that it stands at; the locked ones' names as one text."""
    told: _Told = {}
    for name, value in _content(file).items():
        place = f"{file}: {name}"
        if name == _LOCKED:
            told[name] = (_names(value, place), place)
        elif name not in NAMES:
            raise _unknown(name, place)
        elif not isinstance(value, str):
            raise Failed(Trouble.SETTINGS_INVALID, place=place)
        else:
            told[name] = (value, place)
    return told


def _content(file: Path) -> Mapping[str, object]:
    place = str(file)
    try:
        text = file.read_text(encoding="utf-8-sig")  # Windows' editors begin with a mark
        place = f"{file}: line {len(text.splitlines())}"  # where it ends too early, unless it says better
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line \d+, column \d+", str(error))
        raise Failed(Trouble.SETTINGS_UNREADABLE, place=f"{file}: {at[0]}" if at else place) from None
    except (OSError, ValueError):
        raise Failed(Trouble.SETTINGS_UNREADABLE, place=place) from None


def _names(value: object, place: str) -> str:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise Failed(Trouble.SETTINGS_INVALID, place=place)
    for name in value:
        if name not in NAMES:
            raise _unknown(name, place)
    return " ".join(value)


def _unknown(name: str, place: str) -> Failed:
    near = difflib.get_close_matches(name.lower(), [*NAMES, _LOCKED], n=1, cutoff=0)[0]
    return Failed(Trouble.SETTING_UNKNOWN, place=place, nearest=near)


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


def _screen(told: _Told) -> float:
    text, place = told.get("screen", (str(USUAL_SCREEN), ""))
    try:
        inches = float(text)
    except ValueError:
        inches = 0.0
    if not _SCREENS[0] <= inches <= _SCREENS[1]:
        raise Failed(Trouble.SETTINGS_INVALID, place=place)
    return inches


def _one_of(kind: type[StrEnum], told: _Told, name: str, usual: StrEnum) -> str:
    text, place = told.get(name, (usual.value, ""))
    if text not in set(kind):
        raise Failed(Trouble.SETTINGS_INVALID, place=place)
    return text
