"""The document `settings`: what central sets for an office's kiosks."""

import json
from datetime import timedelta

import pytest

from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.office_settings import (
    NEVER_SET,
    OfficeSettings,
    ToldSettings,
    parse_settings,
    read_settings_document,
    require_not_older,
    write_settings,
)
from kiosk.services.logs import Level
from kiosk.services.settings import Mode
from tests.services.counter import START

OFFICE = "訓練用北區服務據點"


def test_one_kiosk_differs_from_its_office() -> None:
    written = write_settings(
        OFFICE, START, OfficeSettings(mode="counter", log="info"), {"T2": OfficeSettings(mode="self-service")}
    )
    told = read_settings_document(written, OFFICE, "T1")
    assert told == ToldSettings(START, OfficeSettings(mode="counter", log="info"))
    assert told.settings.told == {"mode": "counter", "log": "info"}
    assert read_settings_document(written, OFFICE, "T2").settings == OfficeSettings("self-service", "info")


def test_it_knows_each_mode_and_level_that_a_machine_can_have() -> None:
    for mode in Mode:
        assert parse_settings({"mode": mode.value}).mode == mode
    for level in Level:
        assert parse_settings({"log": level.value}).log == level


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"mode": "counters"}, "settings: mode"),
        ({"central": "https://elsewhere.example"}, "settings: central"),
        ({"lock_after_minutes": 0}, "settings: lock_after_minutes"),
        ({"lock_after_minutes": "5"}, "settings: lock_after_minutes"),
        ({"second_person_from": -1}, "settings: second_person_from"),
        ({"second_person_from": True}, "settings: second_person_from"),
    ],
)
def test_what_cannot_be_is_named(values: dict[str, object], place: str) -> None:
    with pytest.raises(DocumentInvalid, match=place):
        parse_settings(values)


def test_another_offices_and_what_is_none() -> None:
    written = write_settings(OFFICE, START, OfficeSettings(), {})
    with pytest.raises(DocumentInvalid, match="another office's"):
        read_settings_document(written, "南區", "T1")
    told = json.loads(written) | {"more": 1}
    with pytest.raises(DocumentInvalid, match="settings: more"):
        read_settings_document(json.dumps(told).encode(), OFFICE, "T1")


def test_what_was_signed_once_does_not_come_back() -> None:
    now = ToldSettings(START, OfficeSettings())
    require_not_older(now, None)
    require_not_older(now, now)
    with pytest.raises(DocumentInvalid, match="changed_at"):
        require_not_older(now, ToldSettings(START + timedelta(seconds=1), OfficeSettings()))
    assert NEVER_SET < START
