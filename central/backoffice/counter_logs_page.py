"""櫃檯稽核紀錄: central's copies of the counters' audit logs, to be read, checked and taken along."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette_admin.routing import route

from central.audit import Role
from central.backoffice.auth import signed_in
from central.backoffice.pages import Page
from central.backoffice.parts import OfficeParts
from central.backoffice.words import moment, say, told
from central.counter_logs import Asked, CounterLogs, LogUnknown
from kiosk.contract.audit import PUBLIC_KEY, AuditEvent, AuditLine

_LONGEST = 120
_EVENTS = {
    AuditEvent.SIGN_IN: ("登入", "Signed in"),
    AuditEvent.SIGN_IN_FAILED: ("登入失敗", "Sign-in failed"),
    AuditEvent.SIGN_IN_FAILED_TOO_OFTEN: ("登入失敗次數過多", "Sign-in failed too often"),
    AuditEvent.SIGN_IN_LOCKED: ("登入鎖定", "Sign-in locked"),
    AuditEvent.PASSWORD_CHANGED: ("變更密碼", "Password changed"),
    AuditEvent.NOT_ALLOWED: ("無權限", "Not allowed"),
    AuditEvent.ADMINISTRATION: ("系統管理", "Administration"),
    AuditEvent.DECRYPTION_FAILED: ("解密失敗", "Decryption failed"),
    AuditEvent.BAD_INPUT: ("輸入不符", "Bad input"),
    AuditEvent.CREATED: ("新增資料", "Data created"),
    AuditEvent.READ: ("讀取資料", "Data read"),
    AuditEvent.UPDATED: ("變更資料", "Data changed"),
    AuditEvent.DELETED: ("刪除資料", "Data deleted"),
    AuditEvent.SESSION_BEGUN: ("開始辦理", "Session begun"),
    AuditEvent.SESSION_ENDED: ("結束辦理", "Session ended"),
    AuditEvent.STARTED: ("程式啟動", "Program started"),
    AuditEvent.STOPPED: ("程式結束", "Program stopped"),
    AuditEvent.CRASHED: ("程式錯誤", "Program crashed"),
}


def event_name(event: AuditEvent) -> str:
    """What people call it."""
    return told(*_EVENTS[event])


class CounterLogsPage(Page):
    """All devices; with `device` that one's lines; with `format=jsonl` its file."""

    menu_label = say("櫃檯稽核紀錄", "Counters' audit logs")
    icon = "fa fa-list-check"
    path = "/counter-logs"
    route_name = "counter-logs"
    roles = frozenset({Role.AGENCY, Role.ADMINISTRATOR})

    def __init__(self, parts: OfficeParts) -> None:
        super().__init__(parts)
        self._logs = CounterLogs(parts.database, parts.clock)

    @route("")
    async def index(self, request: Request) -> Response:
        """Every look into a log is recorded."""
        asked = request.query_params
        device = asked.get("device", "")
        if not device or "\0" in device:
            logs = await run_in_threadpool(self._logs.all)
            return self.show(request, "counter_logs.html", logs=logs, moment=moment)
        try:
            wanted, before = _wanted(asked)
        except ValueError:
            return RedirectResponse(str(request.url.replace_query_params(device=device)), 303)
        as_file, who = asked.get("format") == "jsonl", signed_in(request).who
        try:
            log = await run_in_threadpool(lambda: self._logs.open(device, wanted, who, as_file=as_file))
        except LogUnknown:
            raise HTTPException(404) from None
        if as_file:
            return StreamingResponse(
                iterate_in_threadpool(self._logs.as_json_lines(device, wanted)),
                media_type="application/jsonl; charset=utf-8",
                headers={"content-disposition": f'attachment; filename="audit-{device}.jsonl"'},
            )
        found = await run_in_threadpool(self._logs.lines, device, wanted, before)
        held = await run_in_threadpool(self._logs.held, device) if before is None else None
        query = {name: value for name, value in asked.items() if value and name != "before"}
        return self.show(
            request, "counter_log.html", log=log, found=found, held=held, asked=query, moment=moment,
            events=list(_EVENTS), event_name=event_name, details=_details,
            elsewhere=lambda **more: request.url.replace(query="").include_query_params(**query, **more),
        )  # fmt: skip


def _wanted(asked: QueryParams) -> tuple[Asked, int | None]:
    """What the form asks for, and the number to go on from. Raises ValueError for what no form sends."""
    texts = {name: asked.get(name, "").strip() for name in ("event", "who", "membership", "first", "last")}
    if any(len(text) > _LONGEST or "\0" in text for text in texts.values()):
        raise ValueError
    before = asked.get("before")
    return Asked(
        event=AuditEvent(texts["event"]) if texts["event"] else None,
        who=texts["who"],
        membership=texts["membership"].lower(),
        first=date.fromisoformat(texts["first"]) if texts["first"] else None,
        last=date.fromisoformat(texts["last"]) if texts["last"] else None,
    ), None if before is None else min(int(before), 2**62)


def _details(line: AuditLine) -> str:
    shown: Mapping[str, Any] = {name: value for name, value in line.details.items() if name != PUBLIC_KEY}
    return ", ".join(f"{name}: {value}" for name, value in sorted(shown.items()))
