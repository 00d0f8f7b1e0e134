"""The closed enums and the failure catalogue hold together, and every entry can be shown to a person."""

import re
import tomllib
from collections.abc import Mapping
from enum import Enum
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.contract.api import ApiProblem, Rejection
from kiosk.contract.bundle import BundleFailure
from kiosk.contract.paper_code import CodeFault, CodeInvalid
from kiosk.contract.trust import TrustFailure, Untrusted
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.bundle.failures import BundleTrouble
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.failures import Failed, Failure, FailureCatalogue, Trouble, code_of
from kiosk.services.flows.phone import PhoneFailure
from kiosk.services.founding.failures import FoundingFailure
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.staff.failures import StaffFailure
from kiosk.storage.failures import StorageError, StorageFailure

PROJECT = Path(__file__).parents[2]
FILE = PROJECT / "resources" / "failures.toml"
ENUMS: tuple[type[Enum], ...] = (
    Refusal, CardFailure, TrustFailure, Rejection, ApiProblem, Trouble, StorageFailure, PaperFailure,
    BundleFailure, BundleTrouble, PhoneFailure, FoundingFailure, PrintFailure, CodeFault, Ailment,
    StaffFailure,
)  # fmt: skip
CODES = [member.value for member in chain(*ENUMS)]
LANGUAGES = ("zh", "en")
WORDS = ("title", "cause", "remedy", "who")
PICTURES = {file.stem for file in (PROJECT / "resources" / "icons" / "illustrations").glob("*.svg")}
# What an error tells beside its code, and the text must say.
VALUES: dict[str, Mapping[str, str | int]] = {
    Trouble.SETTINGS_INVALID.value: {"place": "/etc/xdg/cooperative-kiosk/kiosk.toml: mode"},
    Trouble.SETTINGS_UNREADABLE.value: {"place": "/etc/xdg/cooperative-kiosk/kiosk.toml: line 3, column 9"},
    Trouble.SETTING_UNKNOWN.value: {
        "place": "/etc/xdg/cooperative-kiosk/kiosk.toml: centrl",
        "nearest": "central",
    },
    Trouble.OTHER_CENTRAL.value: {"enrolled": "https://central.example", "set": "https://other.example"},
    CardFailure.PIN_WRONG.value: {"tries_left": 2},
    CardFailure.UNKNOWN_CARD.value: {
        "reader": "Virtual PCD 00 00",
        "atr": "3B 80 80 01 01",
        "tried": "HiCOS 2 (6A82)、ISO 7816-15 (6A82)",
    },
    ApiProblem.EMAIL_CODE_WRONG.value: {"tries_left": 4},
    PaperFailure.FONT_MISSING.value: {"font": "TW-Sung-Ext-B"},
    PaperFailure.GLYPH_MISSING.value: {"character": "𠮷 U+20BB7"},
    PaperFailure.FILE_CHANGED.value: {"place": "2"},
    Trouble.DOCUMENT_INVALID.value: {"place": "programme.toml: figures.0.grant: less than 1"},
    Trouble.TIME_UNKNOWN.value: {"minutes": 12},
    Trouble.CLOCK_OFF.value: {"minutes": 3},
    Ailment.NAME_UNKNOWN.value: {"host": "central.example"},
    Ailment.CHAIN_BROKEN.value: {"number": 12},
    Ailment.AUDIT_BROKEN.value: {"number": 12},
    StaffFailure.WRONG.value: {"tries_left": 4},
    StaffFailure.LOCKED.value: {"minutes": 2},
    StaffFailure.PASSWORD_UNFIT.value: {"shortest": 12},
    StaffFailure.SHIFT_UNSENT.value: {"waiting": 3},
}
CHINESE = re.compile(r"[\u3400-\u9fff]")

ENTRIES = tomllib.loads(FILE.read_text(encoding="utf-8"))
CATALOGUE = FailureCatalogue(FILE)


def test_a_code_stands_for_one_failure() -> None:
    assert len(CODES) == len(set(CODES))
    assert all(re.fullmatch(r"K-[A-Z]+-[0-9]{2}", code) for code in CODES)


def test_each_failure_has_its_entry_and_each_entry_its_failure() -> None:
    assert CATALOGUE.codes() == set(CODES)


def test_no_code_is_written_but_in_these_enums() -> None:
    """Whoever makes another enum of failures adds it to the list above."""
    files = chain((PROJECT / "kiosk").rglob("*.py"), (PROJECT / "central").rglob("*.py"))
    sources = "\n".join(file.read_text("utf-8") for file in files)
    assert set(re.findall(r"\bK-[A-Z]+-[0-9]{2}\b", sources)) <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_an_entry_is_complete(code: str) -> None:
    entry = ENTRIES[code]
    assert entry.keys() - {"calm"} == {"picture", *LANGUAGES}
    assert entry.get("calm", False) is (code == CardFailure.NO_CARD.value)  # nothing has gone wrong there
    assert entry["picture"] in PICTURES
    for language in LANGUAGES:
        assert tuple(entry[language]) == WORDS
        assert all(text == text.strip() != "" for text in entry[language].values())


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_says_what_the_error_tells(code: str, language: str) -> None:
    values = VALUES.get(code, {})
    text = " ".join(ENTRIES[code][language][word] for word in WORDS)
    assert {name for _, name, _, _ in Formatter().parse(text) if name} == values.keys()
    shown = CATALOGUE.text(code, language, values)
    assert shown.code == code
    assert all(str(value) in shown.cause for value in values.values())


@pytest.mark.parametrize("code", CODES)
def test_each_language_speaks_for_itself(code: str) -> None:
    """English keeps Chinese for names alone, Chinese says no code or exception to anybody."""
    english = CATALOGUE.text(code, "en", VALUES.get(code))
    chinese = CATALOGUE.text(code, "zh", VALUES.get(code))
    assert not CHINESE.search(english.title.replace("統一編號", ""))
    assert all(CHINESE.search(text) for text in (chinese.title, chinese.cause, chinese.remedy, chinese.who))
    for text in (english.title, english.cause, english.remedy, chinese.title, chinese.cause, chinese.remedy):
        assert "K-" not in text
        assert "Error" not in text


def test_no_two_failures_have_one_title() -> None:
    for language in LANGUAGES:
        titles = [ENTRIES[code][language]["title"] for code in CODES]
        assert len(titles) == len(set(titles))


def test_a_failure_in_words() -> None:
    shown = CATALOGUE.text("K-CARD-10", "zh", {"tries_left": 2})
    assert isinstance(shown, Failure)
    assert shown.title == "PIN 碼不正確"
    assert "還可以再試 2 次" in shown.cause
    assert shown.picture == "pin"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Refused(Refusal.UBN_INVALID), ("K-RULE-03", {})),
        (CardError(CardFailure.NO_CARD), ("K-CARD-03", {})),
        (CardError(CardFailure.PIN_WRONG, tries_left=2), ("K-CARD-10", {"tries_left": 2})),
        (Untrusted(TrustFailure.EXPIRED), ("K-CERT-02", {})),
        (StorageError(StorageFailure.DISK_FULL), ("K-DATA-02", {})),
        (PaperError(PaperFailure.GLYPH_MISSING, "𠮷"), ("K-PAPER-02", {"character": "𠮷 U+20BB7"})),
        (PaperError(PaperFailure.GLYPH_MISSING, "\x07"), ("K-PAPER-02", {"character": "U+0007"})),
        (PaperError(PaperFailure.FILE_CHANGED, place="2"), ("K-PAPER-15", {"place": "2"})),
        (CodeInvalid(CodeFault.NOT_GENUINE), ("K-PAPER-12", {})),
        (Failed(Trouble.CENTRAL_UNREACHABLE), ("K-SYNC-01", {})),
        (Failed(ApiProblem.EMAIL_CODE_WRONG, tries_left=4), ("K-API-06", {"tries_left": 4})),
        (ValueError("a bug"), None),
    ],
)
def test_an_error_and_its_code(
    error: BaseException, expected: tuple[str, Mapping[str, str | int]] | None
) -> None:
    assert code_of(error) == expected


def test_a_card_that_does_not_tell_its_tries_is_told_all_the_same() -> None:
    known = code_of(CardError(CardFailure.PIN_WRONG))
    assert known is not None
    told = CATALOGUE.text(known[0], "zh", known[1])
    assert "？" in f"{told.title}{told.cause}{told.remedy}"
