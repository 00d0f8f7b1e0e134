"""What the doctor finds that nothing else in the kiosk has a name for: a closed list."""

from enum import Enum


class Ailment(Enum):
    """Something for a technician to see to; the value is its code in the failure catalogue."""

    PROBE_SLOW = "K-DOC-01"
    PROBE_BROKEN = "K-DOC-02"
    MEMORY_LOW = "K-DOC-03"
    NO_ANCHORS = "K-DOC-04"
    LISTS_OLD = "K-DOC-05"
    NAME_UNKNOWN = "K-DOC-06"
    TLS_REFUSED = "K-DOC-07"
    CRASHED = "K-DOC-08"
    CHAIN_BROKEN = "K-DOC-09"
    BACKUP_OLD = "K-DOC-10"
    PROXY_UNUSED = "K-DOC-11"
    NO_PRINTER = "K-DOC-12"
    CHARACTERS_MISSING = "K-DOC-13"
    AUDIT_BROKEN = "K-DOC-14"
    UPDATE_READY = "K-DOC-30"
    UPDATE_FAILED = "K-DOC-31"
