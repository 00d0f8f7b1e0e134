"""The tables of the kiosk.

`outbox` and `draft` are what a person's action writes; `event` is what sync writes; `membership` is derived
from both and can be rebuilt; `receipt`, `paper_print`, `print_job`, `printer_choice` and `kind_printer` are
about paper; `attended`, `staff_account` and `shift` are the staff's; `audit` and `audit_end` are the audit
log; `document` holds what central signed; `founding_case` and `founding_card` are what founders have entered;
`inquiry` has what members asked the help desk, and its answers; `purge` and `purged_history` tell what was
deleted; `device` and `sync_state` have exactly one row.
"""

from kiosk.storage.tables.base import Base, UtcMoment
from kiosk.storage.tables.cases import (
    DraftRow,
    EventRow,
    FoundingCardRow,
    FoundingCaseRow,
    InquiryRow,
    MembershipRow,
    OutboxRow,
    OutboxState,
)
from kiosk.storage.tables.machine import (
    DeviceRow,
    DocumentRow,
    PurgedHistoryRow,
    PurgeRow,
    Standing,
    SyncStateRow,
)
from kiosk.storage.tables.papers import (
    KindPrinterRow,
    PaperPrintRow,
    PrinterChoiceRow,
    PrintJobRow,
    PrintState,
    ReceiptRow,
)
from kiosk.storage.tables.people import (
    AttendedRow,
    AuditEndRow,
    AuditRow,
    ShiftRow,
    StaffAccountRow,
)

__all__ = [
    "AttendedRow",
    "AuditEndRow",
    "AuditRow",
    "Base",
    "DeviceRow",
    "DocumentRow",
    "DraftRow",
    "EventRow",
    "FoundingCardRow",
    "FoundingCaseRow",
    "InquiryRow",
    "KindPrinterRow",
    "MembershipRow",
    "OutboxRow",
    "OutboxState",
    "PaperPrintRow",
    "PrintJobRow",
    "PrintState",
    "PrinterChoiceRow",
    "PurgeRow",
    "PurgedHistoryRow",
    "ReceiptRow",
    "ShiftRow",
    "StaffAccountRow",
    "Standing",
    "SyncStateRow",
    "UtcMoment",
]
