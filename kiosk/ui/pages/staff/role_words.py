"""What the roles are called."""

from PySide6.QtCore import QCoreApplication

from kiosk.services.staff.roles import CounterRole


def role_name(role: CounterRole) -> str:
    """The role, in words."""
    return {
        CounterRole.COUNTER: QCoreApplication.translate("Role", "櫃台人員"),
        CounterRole.SUPERVISOR: QCoreApplication.translate("Role", "主管"),
        CounterRole.TECHNICIAN: QCoreApplication.translate("Role", "技術人員"),
    }[role]
