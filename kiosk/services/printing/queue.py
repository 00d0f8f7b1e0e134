"""The kiosk's own queue of papers: kept before anything is printed, followed to its end.

A paper is never sent twice by the kiosk itself. Before it goes to the spooler it is noted that it goes, under
a title that no other print has. Where the kiosk ended in between, the spooler is asked for that title: if it
knows it, the print is followed as if nothing had been; if not, a person is told to look at the printer and
decides (MAYBE_PRINTED).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import uuid_utils

from kiosk.contract.clock import Clock
from kiosk.services.failures import Failed
from kiosk.services.printing.failures import MAYBE_ON_PAPER, PrintFailure
from kiosk.services.printing.spooler import JobStatus, PaperSize, Spooler, Stage, Unsure
from kiosk.storage import print_jobs, receipts
from kiosk.storage.database import Database
from kiosk.storage.tables import DeviceRow, PrintJobRow, PrintState, ReceiptRow

__all__ = ["PrintJob", "PrintQueue", "PrintState"]

_NOTHING = b""
_SEEN_TO_WITHIN = timedelta(days=1)
_DONE = (PrintState.PRINTED, PrintState.GIVEN_UP)
_NOT_KNOWN = (PrintFailure.MAYBE_PRINTED, PrintFailure.LOST)
_OVER = {
    Stage.PRINTED: (PrintState.PRINTED, None),
    Stage.ABORTED: (PrintState.FAILED, PrintFailure.ABORTED),
    Stage.CANCELLED: (PrintState.FAILED, PrintFailure.CANCELLED),
    Stage.UNKNOWN: (PrintState.FAILED, PrintFailure.LOST),
}


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A print as it stands. `copy` counts the receipt's prints from 1; `changed_at` in UTC.

    `why` is what is wrong now, or was when it failed; a print under way may have one and yet go on, and one
    that was printed may have come out twice (`maybe_twice`).
    """

    job_id: str
    receipt_number: int
    copy: int
    size: PaperSize
    printer: str
    state: PrintState
    why: PrintFailure | None
    created_at: datetime
    changed_at: datetime
    attempt: int = field(repr=False)
    spooler_job: str | None = field(repr=False)
    maybe_twice: bool = field(repr=False)

    @property
    def title(self) -> str:
        """What the spooler and its logs call it: it tells nothing of whose paper it is."""
        return f"kiosk {self.job_id} {self.attempt}"


class PrintQueue:
    """Every method raises `StorageError`. May be used from any thread; `step` by one at a time.

    `on_change` is called after each change, on the thread that made it.
    """

    def __init__(
        self, database: Database, spooler: Spooler, clock: Clock, on_change: Callable[[], None]
    ) -> None:
        self._database, self._spooler, self._clock, self._on_change = database, spooler, clock, on_change
        self._adopted = False

    def add(self, receipt_number: int, printer: str, size: PaperSize, draw: Callable[[int], bytes]) -> str:
        """Keep a receipt's next print; when this returns, no power cut loses it. The print's id.

        `draw` makes the PDF of the copy of this number (1 is the first print). Raises what `draw` raises, and
        `Failed` (UNDER_WAY) where a print of this receipt is not over yet; then nothing is kept.
        """
        with self._database.snapshot() as session:
            copy = session.get_one(ReceiptRow, receipt_number).printed + 1
        pdf = draw(copy)
        now = self._clock()
        job_id = str(uuid_utils.uuid7())
        with self._database.session() as session:
            receipt = session.get_one(ReceiptRow, receipt_number)
            last = print_jobs.last_of_receipt(session, receipt_number)
            if receipt.printed + 1 != copy or (last is not None and last.state not in _DONE):
                raise Failed(PrintFailure.UNDER_WAY)
            receipts.log_print(session, receipt_number, now)
            session.add(
                PrintJobRow(
                    job_id=job_id,
                    receipt_number=receipt_number,
                    copy=copy,
                    size=size.value,
                    pdf=pdf,
                    printer=printer,
                    state=PrintState.QUEUED,
                    attempt=0,
                    spooler_job=None,
                    why="",
                    created_at=now,
                    changed_at=now,
                )
            )
        self._on_change()
        return job_id

    def job(self, job_id: str) -> PrintJob:
        """The print of this id."""
        with self._database.snapshot() as session:
            return _job(session.get_one(PrintJobRow, job_id))

    def jobs(self, most: int) -> tuple[PrintJob, ...]:
        """The newest `most`, and all that are not over, the newest first."""
        with self._database.snapshot() as session:
            return tuple(_job(row) for row in print_jobs.newest(session, most))

    def of_receipt(self, receipt_number: int) -> PrintJob | None:
        """The receipt's last print."""
        with self._database.snapshot() as session:
            row = print_jobs.last_of_receipt(session, receipt_number)
            return None if row is None else _job(row)

    def count_failed(self) -> int:
        """How many wait for somebody to see to them."""
        with self._database.snapshot() as session:
            return print_jobs.count_failed(session)

    def pdf(self, job_id: str) -> bytes:
        """The paper itself; empty once the print is over."""
        with self._database.snapshot() as session:
            return session.get_one(PrintJobRow, job_id).pdf

    def retry(self, job_id: str, printer: str) -> None:
        """Print a failed one again, on this printer.

        The spooler gives up what it has of it first, so that it does not come out twice. Raises `Failed`
        where that cannot be done now, or UNDER_WAY where it has not failed.
        """
        job = self.job(job_id)
        if job.state is not PrintState.FAILED:
            raise Failed(PrintFailure.UNDER_WAY)
        if job.why in _NOT_KNOWN and (found := self._spooler.find(job.printer, job.title)) is not None:
            # It was taken all the same: what becomes of it is followed instead.
            self._set(job, PrintState.PRINTING, why=None, spooler_job=found)
            return
        self._clear(job)
        twice = job.why in MAYBE_ON_PAPER
        self._set(job, PrintState.QUEUED, why=None, printer=printer, spooler_job=None, maybe_twice=twice)

    def give_up(self, job_id: str) -> None:
        """Print this one no more; the spooler gives it up too. One that is over stays as it is.

        Raises `Failed` where the spooler does not answer; then nothing has changed.
        """
        job = self.job(job_id)
        if job.state in _DONE:
            return
        name = job.spooler_job
        if name is None and (job.state is PrintState.PRINTING or job.why in _NOT_KNOWN):
            name = self._spooler.find(job.printer, job.title)
        if name is not None:
            self._spooler.clear(name)
        self._set(job, PrintState.GIVEN_UP, why=job.why, spooler_job=None)

    def step(self) -> bool:
        """Follow what is being printed, then hand over what waits; whether something is under way still."""
        if not self._adopted:
            self._after_a_restart()
            self._adopted = True
        with self._database.snapshot() as session:
            there = [_job(row) for row in print_jobs.at_the_spooler(session)]
        for job in there:
            self._follow(job)
        self._let_go()
        while (waiting := self._next()) is not None:
            self._hand_over(waiting)
        with self._database.snapshot() as session:
            return bool(print_jobs.under_way(session))

    def _let_go(self) -> None:
        """What nobody has seen to for a day is given up: its paper stays neither here nor at the spooler.

        Whoever was to have it has left, and it can be printed anew as it was.
        """
        with self._database.snapshot() as session:
            old = [_job(row) for row in print_jobs.old_unprinted(session, self._clock() - _SEEN_TO_WITHIN)]
        for job in old:
            try:
                if job.state is PrintState.PRINTING and job.spooler_job is not None:
                    self._spooler.clear(job.spooler_job)
            except Failed:
                continue  # it may still come out: later
            # What a failed one has left at the spooler is cleared away with the next step.
            self._set(job, PrintState.GIVEN_UP, why=PrintFailure.NOT_SEEN_TO)

    def _next(self) -> PrintJob | None:
        with self._database.snapshot() as session:
            row = print_jobs.next_queued(session)
            return None if row is None else _job(row)

    def _after_a_restart(self) -> None:
        """What a backup that was gone back to believes to be under way may have been printed long ago."""
        with self._database.snapshot() as session:
            restored = session.get_one(DeviceRow, 1).restored_at
            left = [_job(row) for row in print_jobs.under_way(session)]
        for job in left:
            if restored is not None and job.changed_at <= restored:
                self._set(job, PrintState.FAILED, why=PrintFailure.MAYBE_PRINTED)

    def _hand_over(self, job: PrintJob) -> None:
        """Look at the printer, note that it goes, and let it go."""
        try:
            printer = self._spooler.printer(job.printer)
            trouble = printer.trouble if job.size in printer.sizes else PrintFailure.WRONG_PAPER
        except Failed as failed:
            trouble = _told(failed)
        if trouble is not None:
            self._set(job, PrintState.FAILED, why=trouble)
            return
        going = self._set(job, PrintState.PRINTING, why=None, attempt=job.attempt + 1)
        if going is None:  # given up at this very moment
            return
        try:
            name = self._spooler.send(going.printer, going.title, self.pdf(going.job_id), going.size)
        except Failed as failed:
            self._set(going, PrintState.FAILED, why=_told(failed))
        except Unsure:
            self._identify(going)
        else:
            if self._set(going, PrintState.PRINTING, why=None, spooler_job=name) is None:
                self._spooler.clear(name)  # given up while it went

    def _follow(self, job: PrintJob) -> None:
        if job.state is not PrintState.PRINTING:
            self._forget(job)
            return
        try:
            if job.spooler_job is None:
                self._identify(job)
            else:
                self._heard(job, self._spooler.status(job.spooler_job))
        except Failed as failed:
            self._set(job, PrintState.PRINTING, why=_told(failed))

    def _forget(self, job: PrintJob) -> None:
        """Have the spooler keep nothing of the paper; where it refuses, it does as it is set to."""
        try:
            self._clear(job)
        except Failed as failed:
            if _told(failed) is PrintFailure.NO_SPOOLER:
                return  # later
        self._set(job, job.state, why=job.why, spooler_job=None)

    def _identify(self, job: PrintJob) -> None:
        """It may have gone to the spooler: by its title it is known there."""
        found = self._spooler.find(job.printer, job.title)
        if found is None:
            self._set(job, PrintState.FAILED, why=PrintFailure.MAYBE_PRINTED)
        else:
            self._set(job, PrintState.PRINTING, why=None, spooler_job=found)

    def _heard(self, job: PrintJob, status: JobStatus) -> None:
        if status.stage not in _OVER:
            self._set(job, PrintState.PRINTING, why=status.trouble)
            return
        state, why = _OVER[status.stage]
        if state is PrintState.PRINTED and job.maybe_twice:
            why = PrintFailure.MAYBE_TWICE
        over = self._set(job, state, why=why)
        if over is not None:
            self._forget(over)

    def _clear(self, job: PrintJob) -> None:
        if job.spooler_job is not None:
            self._spooler.clear(job.spooler_job)

    def _set(
        self,
        job: PrintJob,
        state: PrintState,
        *,
        why: PrintFailure | None,
        attempt: int | None = None,
        printer: str | None = None,
        spooler_job: str | None = "",
        maybe_twice: bool = False,
    ) -> PrintJob | None:
        """Note how it stands now; what is not given stays. None where somebody else noted something since."""
        with self._database.session() as session:
            row = session.get_one(PrintJobRow, job.job_id)
            if _job(row).state is not job.state or row.attempt != job.attempt:
                return None
            changed = row.state != state or row.why != _code(why)
            row.state, row.why = state, _code(why)
            if attempt is not None:
                row.attempt, row.spooler_job = attempt, None
            if printer is not None:
                row.printer = printer
            if maybe_twice:
                row.maybe_twice = True
            if spooler_job != "":
                row.spooler_job = spooler_job
            if state in _DONE:
                row.pdf = _NOTHING
            if changed:
                row.changed_at = self._clock()
            now = _job(row)
        if changed:
            self._on_change()
        return now


def _told(failed: Failed) -> PrintFailure:
    """A spooler fails with nothing else; anything else is a bug."""
    if not isinstance(failed.failure, PrintFailure):
        raise failed
    return failed.failure


def _code(why: PrintFailure | None) -> str:
    return "" if why is None else why.value


def _job(row: PrintJobRow) -> PrintJob:
    return PrintJob(
        job_id=row.job_id,
        receipt_number=row.receipt_number,
        copy=row.copy,
        size=PaperSize(row.size),
        printer=row.printer,
        state=PrintState(row.state),
        why=PrintFailure(row.why) if row.why else None,
        created_at=row.created_at,
        changed_at=row.changed_at,
        attempt=row.attempt,
        spooler_job=row.spooler_job,
        maybe_twice=row.maybe_twice,
    )
