"""Logs for machines: one JSON object a line, with the id of the request that it belongs to.

Whatever is logged goes through the standard library. A log never holds what a person has entered: requests
are told by the template of their route, and devices by their id.
"""

import logging
import re
import sys

import uuid_utils

from kiosk.contract.log_lines import REQUEST_ID, JsonLines, line_of

_CHATTY = ("alembic", "mail.log", "httpx2", "httpcore2")  # the sink's mail.log would name who gets mail
_TAKEN = re.compile(r"(?![A-Za-z]{0,2}[0-9-]{1,22}$)[A-Za-z0-9-]{8,64}")
"""No number that may be somebody's: of a person, a cooperative, a telephone, a bank card."""


def write_logs(*, readable: bool = False) -> None:
    """Log to standard error: JSON, or lines for a person to read."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines() if readable else JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def begin_request(sent: str) -> str:
    """The id of the request that begins: what was sent, if it is one, else a new one. Its logs bear it."""
    request_id = sent if _TAKEN.fullmatch(sent) else str(uuid_utils.uuid7())
    REQUEST_ID.set(request_id)
    return request_id


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = dict(line_of(record))
        begin = [str(told.pop(name)) for name in ("timestamp", "level", "logger", "event")]
        return " ".join((*begin, *(f"{name}={value}" for name, value in told.items())))
