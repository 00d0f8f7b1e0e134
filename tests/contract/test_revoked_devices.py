"""The list of kiosks that are shut out."""

from datetime import UTC, datetime

import pytest

from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.revoked_devices import read_revoked, write_revoked

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_what_is_written_is_read() -> None:
    devices = {"b": AT, "a": AT.replace(year=2025)}
    assert read_revoked(write_revoked(devices)) == devices
    assert write_revoked(devices) == write_revoked(dict(reversed(devices.items())))
    assert read_revoked(write_revoked({})) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff", b"[]", b"{}", b'{"devices": [{}]}', b"[" * 100_000,
        b'{"devices": [{"device_id": "a", "revoked_at": "2026-03-02T02:00:00"}]}',
        b'{"devices": [{"device_id": "a", "revoked_at": "never"}]}',
        b'{"devices": [{"device_id": "a", "revoked_at": "2026-03-02T02:00:00Z", "more": 1}]}',
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentInvalid):
        read_revoked(content)
