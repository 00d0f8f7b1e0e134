"""How long something is, or is ago, in words."""

from datetime import timedelta

from PySide6.QtCore import QCoreApplication

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def duration(span: timedelta) -> str:
    """A span in its largest unit, rounded down: 3 天, 5 小時, 12 分鐘, 40 秒."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds >= _DAY:
        return QCoreApplication.translate("Durations", "{count} 天").format(count=seconds // _DAY)
    if seconds >= _HOUR:
        return QCoreApplication.translate("Durations", "{count} 小時").format(count=seconds // _HOUR)
    if seconds >= _MINUTE:
        return QCoreApplication.translate("Durations", "{count} 分鐘").format(count=seconds // _MINUTE)
    return QCoreApplication.translate("Durations", "{count} 秒").format(count=seconds)


def ago(span: timedelta) -> str:
    """How long ago something was."""
    if span < timedelta(minutes=1):
        return QCoreApplication.translate("Durations", "剛才")
    return QCoreApplication.translate("Durations", "{span}前").format(span=duration(span))
