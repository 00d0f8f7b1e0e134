"""What can go wrong in the world, and the words for it: the failure catalogue."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.paper_code import CodeInvalid
from kiosk.contract.trust import Untrusted
from kiosk.domain.refusals import Refused
from kiosk.services.receipts.failures import PaperError
from kiosk.storage.failures import StorageError

_NOT_TOLD = "？"


class Trouble(Enum):
    """Failures of the kiosk's own services. The value is the code of the entry in the catalogue."""

    CENTRAL_UNREACHABLE = "K-SYNC-01"
    CENTRAL_TROUBLE = "K-SYNC-02"
    CLOCK_WRONG = "K-SYNC-03"
    NOT_ENROLLED = "K-SYNC-04"
    ANSWER_MALFORMED = "K-SYNC-05"
    KEYRING_MISSING = "K-KEY-01"
    KEYRING_LOCKED = "K-KEY-02"
    KEY_LOST = "K-KEY-03"
    KEYRING_PLAIN = "K-KEY-04"
    CREDENTIAL_WEAK = "K-KEY-05"
    SETTINGS_INVALID = "K-SET-01"
    OTHER_CENTRAL = "K-SET-02"
    SETTINGS_UNREADABLE = "K-SET-03"
    SETTING_UNKNOWN = "K-SET-04"
    ALREADY_RUNNING = "K-DATA-05"
    DOCUMENT_INVALID = "K-DATA-06"
    DISK_LOW = "K-DATA-14"
    HISTORY_PURGED = "K-DATA-15"
    BACKUP_UNUSABLE = "K-DATA-16"
    CENTRAL_SLOW = "K-SYNC-06"
    DOCUMENT_UNSIGNED = "K-SYNC-30"
    DOCUMENT_REFUSED = "K-SYNC-31"
    DEVICE_QUARANTINED = "K-SYNC-32"
    DATABASE_COPIED = "K-SYNC-33"
    TIME_UNKNOWN = "K-SYNC-34"
    ENROLMENT_UNREADABLE = "K-SYNC-35"
    CENTRAL_NOT_GENUINE = "K-SYNC-36"
    CLOCK_OFF = "K-SYNC-37"
    CENTRAL_UNTRUSTED = "K-SYNC-38"
    RUNS_AS_ROOT = "K-SET-10"


class Failed(Exception):
    """Something in the world went wrong. `failure` is of a closed enum; its value is a catalogue code."""

    def __init__(self, failure: Enum, **values: str | int) -> None:
        super().__init__(failure.name)
        self.failure = failure
        self.values = values


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure in words, in one language. `picture` names an illustration of `resources/icons`.

    A `calm` one only asks for something, such as the card; nothing has gone wrong.
    """

    code: str
    title: str
    cause: str
    remedy: str
    who: str
    picture: str
    calm: bool = False


def code_of(error: BaseException) -> tuple[str, Mapping[str, str | int]] | None:
    """The catalogue code and values of a known failure; None for a bug."""
    match error:
        case Failed():
            return error.failure.value, error.values
        case CardError():
            return error.failure.value, _of_the_card(error)
        case DocumentInvalid():
            return Trouble.DOCUMENT_INVALID.value, {"place": str(error)}
        case Refused():
            return error.refusal.value, {}
        case PaperError():
            return error.failure.value, _of_the_paper(error)
        case CodeInvalid():
            return error.fault.value, {}
        case Untrusted() | StorageError():
            return error.failure.value, {}
        case _:
            return None


def _of_the_paper(error: PaperError) -> Mapping[str, str | int]:
    told = {"font": error.font, "place": error.place}
    if error.character is not None:
        # What cannot be seen is told by its number alone.
        seen = error.character if error.character.isprintable() else ""
        told["character"] = f"{seen} U+{ord(error.character):04X}".strip()
    return {name: value for name, value in told.items() if value is not None}


def _of_the_card(error: CardError) -> Mapping[str, str | int]:
    values: dict[str, str | int] = {} if error.tries_left is None else {"tries_left": error.tries_left}
    if error.failure is CardFailure.UNKNOWN_CARD:
        atr = (error.atr or b"").hex(" ").upper()
        values |= {"reader": error.reader or _NOT_TOLD, "atr": atr, "tried": "、".join(error.tried)}
    return values


class FailureCatalogue:
    """`resources/failures.toml`: title, cause, remedy, who can mend it, picture for each code, zh and en."""

    def __init__(self, file: Path) -> None:
        self._entries = tomllib.loads(file.read_text(encoding="utf-8"))

    def text(self, code: str, language: str, values: Mapping[str, str | int] | None = None) -> Failure:
        """The failure in words. `language` is "zh" or "en"; `values` fill the places named in braces.

        A card may not tell what the text names (its tries): then the place says so.
        """
        entry = self._entries[code]
        known = defaultdict(lambda: _NOT_TOLD, values or {})
        words = {name: text.format_map(known) for name, text in entry[language].items()}
        return Failure(code=code, picture=entry["picture"], calm=entry.get("calm", False), **words)

    def codes(self) -> frozenset[str]:
        """Every code that has an entry."""
        return frozenset(self._entries)
