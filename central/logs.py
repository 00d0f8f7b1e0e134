"""Logs for machines: one JSON object a line, with the id of the request that it belongs to.

Whatever is logged goes through the standard library. A log never holds what a person has entered: requests
are told by the template of their route, and devices by their id.
"""

import json
import logging
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime

import uuid_utils

_CHATTY = ("alembic", "mail.log", "httpx2", "httpcore2")  # the sink's mail.log would name who gets mail
_TAKEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)


def write_logs(*, readable: bool = False) -> None:
    """Log to standard error: JSON, or lines for a person to read."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines() if readable else _Json())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_request(sent: str) -> str:
    """The id of the request that begins: what was sent, if it is one, else a new one. Its logs bear it."""
    request_id = sent if _TAKEN.fullmatch(sent) else str(uuid_utils.uuid7())
    _request_id.set(request_id)
    return request_id


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_told(record), ensure_ascii=False, default=str)


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = dict(_told(record))
        begin = [str(told.pop(name)) for name in ("timestamp", "level", "logger", "event")]
        return " ".join((*begin, *(f"{name}={value}" for name, value in told.items())))


def _told(record: logging.LogRecord) -> Mapping[str, object]:
    """What a line says. An exception's text may quote what somebody entered: kind and place are enough."""
    told: dict[str, object] = {
        "event": record.getMessage(),
        **{name: value for name, value in vars(record).items() if name not in _OF_EVERY_RECORD},
        "level": record.levelname.lower(),
        "logger": record.name,
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
    }
    if (request_id := _request_id.get()) is not None:
        told["request_id"] = request_id
    if record.exc_info and record.exc_info[0] is not None:
        kind, _, trace = record.exc_info
        frames = []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        told |= {"exception": kind.__name__, "frames": frames}
    return told
