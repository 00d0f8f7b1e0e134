"""The document `revoked-devices`: kiosks that were shut out, so that whoever checks papers knows them.

JSON: `{"devices": [{"device_id": "…", "revoked_at": "2026-03-02T02:00:00Z"}]}`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from pydantic import AwareDatetime, ConfigDict, TypeAdapter

from kiosk.contract.document_form import read_form

REVOKED_DEVICES = "revoked-devices"


@dataclass(frozen=True, slots=True)
class _Revoked:
    device_id: str
    revoked_at: AwareDatetime

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class _Devices:
    devices: tuple[_Revoked, ...]

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")


_DEVICES = TypeAdapter(_Devices)


def write_revoked(devices: Mapping[str, datetime]) -> bytes:
    """The document; `devices` tells since when (UTC) each is shut out, by its id."""
    told = tuple(_Revoked(device_id, at) for device_id, at in sorted(devices.items()))
    return _DEVICES.dump_json(_Devices(told))


def read_revoked(content: bytes) -> Mapping[str, datetime]:
    """Since when (UTC) each device is shut out, by its id. Raises `DocumentInvalid`."""
    told: _Devices = read_form(REVOKED_DEVICES, content, json.loads, _DEVICES)
    return {one.device_id: one.revoked_at for one in told.devices}
