"""Logs for machines: one JSON object a line, with the id of the request that it belongs to.

Whatever is logged goes through the standard library. A log never holds what a person has entered: requests
are told by the template of their route, and devices by their id.
"""

import logging
import re
import sys

import structlog
import uuid_utils

_CHATTY = ("alembic", "mail.log", "httpx2", "httpcore2")  # the sink's mail.log would name who gets mail
_REQUEST_ID = "request_id"
_TAKEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def write_logs(*, readable: bool = False) -> None:
    """Log to standard error: JSON, or lines for a person to read."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=False)
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _without_text, last],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_request(sent: str) -> str:
    """The id of the request that begins: what was sent, if it is one, else a new one. Its logs bear it."""
    request_id = sent if _TAKEN.fullmatch(sent) else str(uuid_utils.uuid7())
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(**{_REQUEST_ID: request_id})
    return request_id


def _without_text(
    _logger: structlog.typing.WrappedLogger, _name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """An exception's text may quote what somebody entered: its kind and its place are enough."""
    told = event.pop("exc_info", None)
    if isinstance(told, tuple) and told[0] is not None:
        kind, _, trace = told
        frames = []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["exception"], event["frames"] = kind.__name__, frames
    return event
