"""A test fails when the program logs a warning, an error or worse that the test did not expect."""

import logging
from collections.abc import Iterator

import pytest


class ExpectedLogs(logging.Handler):
    """Collects records at WARNING or above while one test runs, and knows which of them were expected."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._allowed: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one record; called on whichever thread logs."""
        self.records.append(record)

    def allow(self, logger: str, text: str = "") -> None:
        """Let records of `logger` (or of one below it) pass whose message contains `text`."""
        self._allowed.append((logger, text))

    def unexpected(self) -> list[str]:
        """Return the records that no `allow` covers, as lines to read."""
        return [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in tuple(self.records)
            if not any(_covers(allowed, record) for allowed in self._allowed)
        ]


def _covers(allowed: tuple[str, str], record: logging.LogRecord) -> bool:
    logger, text = allowed
    below = record.name == logger or record.name.startswith(f"{logger}.")
    return below and text in record.getMessage()


@pytest.fixture(autouse=True)
def expected_logs() -> Iterator[ExpectedLogs]:
    """Fail the test at its end over an unexpected log record; `allow(logger, text)` says what is expected."""
    handler = ExpectedLogs()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
    unexpected = handler.unexpected()
    if unexpected:
        pytest.fail("unexpected log records:\n" + "\n".join(unexpected), pytrace=False)
