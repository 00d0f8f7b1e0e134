"""What a kiosk says of itself, as columns of the list of devices."""

from collections.abc import Callable

from starlette_admin.fields import StringField

from central.backoffice.desk import column
from central.backoffice.words import FailureWords, moment, say, told
from central.store.office_lists import DeviceRow
from kiosk.contract.condition import ConditionReport

_MB_OF_GB = 1_000
_UNHEARD = "–"


def _of(show: Callable[[ConditionReport], str]) -> Callable[[DeviceRow], str]:
    """What `show` makes of a kiosk's report; a dash where it never sent one."""
    return lambda row: _UNHEARD if row.condition is None else show(row.condition)


def _last_sync(said: ConditionReport) -> str:
    return moment(said.last_sync) or told("未曾", "never")


def _waiting(said: ConditionReport) -> str:
    """How many commands, and since when."""
    if said.oldest is None:
        return str(said.waiting)
    return told(f"{said.waiting}（{moment(said.oldest)}）", f"{said.waiting} ({moment(said.oldest)})")


def _disk(said: ConditionReport) -> str:
    return f"{said.disk_free_mb / _MB_OF_GB:.1f} GB"


def _settings(said: ConditionReport) -> str:
    """Which settings it goes by."""
    if said.settings is None:
        return told("本機設定", "its own")
    since = moment(said.settings)
    return told(f"{since}，下次啟動", f"{since}, from its next start") if said.restart_due else since


def _version(said: ConditionReport) -> str:
    if said.update_failed:
        return told(f"{said.version}（{said.update_failed} 無法啟動，已還原）",
                    f"{said.version} ({said.update_failed} did not start, taken back)")  # fmt: skip
    return f"{said.version} → {said.update}" if said.update else said.version


def condition_columns(words: FailureWords) -> tuple[StringField, ...]:
    """The columns; `words` says what codes mean."""

    def part(code: str | None) -> str:
        return told("正常", "well") if code is None else words.title(code)

    def errors(said: ConditionReport) -> str:
        found = [f"{code} {words.title(code)}" for code in said.errors]
        if said.settings_refused:
            found.append(told(f"未採用：{said.settings_refused}", f"not taken: {said.settings_refused}"))
        return told("；", "; ").join(found) or told("無", "none")

    return (
        column("version", say("版本", "Version"), _of(_version)),
        column("last_sync", say("最後同步", "Last in step"), _of(_last_sync)),
        column("waiting", say("待送（最早）", "Waiting (oldest)"), _of(_waiting)),
        column("errors", say("錯誤", "Errors"), _of(errors)),
        column("disk", say("磁碟剩餘", "Disk free"), _of(_disk)),
        column("printer", say("印表機", "Printer"), _of(lambda said: part(said.printer))),
        column("reader", say("讀卡機", "Card reader"), _of(lambda said: part(said.reader))),
        column("settings", say("設定", "Settings"), _of(_settings), detail_only=True),
        column("heard", say("回報時間", "Reported"), lambda row: moment(row.heard_at), detail_only=True),
    )
