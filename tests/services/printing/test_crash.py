"""A kiosk killed on the way to paper: nothing is lost, and nothing comes out twice by itself."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.services.printing.cups import CupsSpooler
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.queue import PrintQueue, PrintState
from kiosk.services.printing.spooler import PaperSize
from kiosk.storage.database import Database, open_database
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import TestClock
from tests.services.printing.memory_spooler import OFFICE
from tests.services.printing.papers import paper
from tests.services.printing.print_service import PrintService, RawPrinter, until


@pytest.fixture
def queue(
    database: Database, cups: PrintService, raw_printer: RawPrinter, clock: TestClock
) -> Iterator[PrintQueue]:
    """The kiosk started again."""
    cups.add(OFFICE, raw_printer.uri)
    with closing(CupsSpooler(cups.socket)) as spooler:
        yield PrintQueue(database, spooler, clock, lambda: None)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Killer(CupsSpooler):
    """Ends its process at the given point of a print."""

    def __init__(self, server: str, where: str) -> None:
        super().__init__(server)
        self._where = where

    def send(self, printer: str, title: str, pdf: bytes, size: PaperSize) -> str:
        if self._where == "noted":
            die()
        job = super().send(printer, title, pdf, size)
        if self._where == "sent":
            die()
        return job

    def clear(self, job: str) -> None:
        if self._where == "printed":
            die()
        super().clear(job)


Killed = Callable[[str], None]


@pytest.fixture
def killed(tmp_path: Path, cups: PrintService, clock: TestClock) -> Killed:
    """Another process opens the same database, prints receipt 1, and is killed on the way."""

    def kill(where: str) -> None:
        child = os.fork()
        if child == 0:
            try:
                database = open_database(tmp_path / "data" / "kiosk.db", DATABASE_KEY)
                queue = PrintQueue(database, Killer(cups.socket, where), clock, lambda: None)
                queue.add(1, OFFICE, PaperSize.A4, lambda copy: paper(f"copy {copy}"))
                if where == "kept":
                    die()
                until(lambda: not queue.step())
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL

    return kill


@pytest.mark.parametrize("where", ["kept", "sent", "printed"])
def test_it_is_printed_once(
    where: str, killed: Killed, cups: PrintService, raw_printer: RawPrinter, queue: PrintQueue
) -> None:
    killed(where)
    until(lambda: not queue.step())
    job = queue.of_receipt(1)
    assert job is not None
    assert (job.state, job.why, job.copy) == (PrintState.PRINTED, None, 1)
    assert raw_printer.papers == [paper("copy 1")]
    assert cups.spooled() == []


def test_where_it_cannot_be_known_a_person_decides(
    killed: Killed, raw_printer: RawPrinter, queue: PrintQueue
) -> None:
    killed("noted")
    queue.step()
    job = queue.of_receipt(1)
    assert job is not None
    assert (job.state, job.why) == (PrintState.FAILED, PrintFailure.MAYBE_PRINTED)
    assert not queue.step()
    assert raw_printer.papers == []
    queue.retry(job.job_id, OFFICE)
    until(lambda: not queue.step())
    assert raw_printer.papers == [paper("copy 1")]
