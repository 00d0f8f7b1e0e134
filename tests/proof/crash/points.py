"""Every place where a process can be stopped: before each write, around each commit, around each request."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from tests.proof.crash.line import Line
from tests.proof.wire import Answer, Sent, Way

_WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "SAVEPOINT", "RELEASE")
STOPPED = Path("stopped")


class Place(StrEnum):
    """Whose step it is."""

    KIOSK = "kiosk"  # a write of the kiosk's database
    CENTRAL = "central"  # a write of central's database
    NETWORK = "network"  # a request of the kiosk's: before it leaves, under way, answered


class How(StrEnum):
    """What happens at a step."""

    KILL = "kill"  # SIGKILL
    CUT = "cut"  # the connection breaks


@dataclass(frozen=True)
class Stop:
    """The `number`th step at `place`, counted from 1."""

    place: Place
    number: int
    how: How = How.KILL


@dataclass
class Points:
    """Counts the steps of a process and stops it at one of them. `inside` says whose writes these are."""

    stop: Stop | None = None
    inside: Place = Place.KIOSK
    counts: Counter[Place] = field(default_factory=Counter)
    _dirty: bool = False

    def pass_by(self, place: Place) -> bool:
        """One more step; True where the connection is to be cut at it. A kill does not come back."""
        self.counts[place] += 1
        if self.stop is None or (place, self.counts[place]) != (self.stop.place, self.stop.number):
            return False
        STOPPED.touch()
        if self.stop.how is How.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    def written(self, statement: str) -> None:
        """A statement that writes is about to run."""
        if statement.lstrip().upper().startswith(_WRITES):
            self._dirty = True
            self.pass_by(self.inside)

    def commit(self, commit: Any, connection: Any) -> None:
        """Around a commit of something."""
        dirty, self._dirty = self._dirty, False
        if dirty:
            self.pass_by(self.inside)
        commit(connection)
        if dirty:
            self.pass_by(self.inside)

    def way(self, line: Line) -> Way:
        """The way to central, with a step before the request, one while it is under way, and one after."""

        def through(sent: Sent) -> Answer:
            if self.pass_by(Place.NETWORK):
                raise httpx2.ConnectError("cut before the request left")
            line.begin(sent)
            lost = self.pass_by(Place.NETWORK)
            answer = line.answer()
            if lost:
                raise httpx2.ReadTimeout("the answer was lost")
            if self.pass_by(Place.NETWORK):
                raise httpx2.RemoteProtocolError("the answer broke off")
            return answer

        return through

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count, and stop, in this process."""

        def before(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            self.written(statement)

        commit, rollback = DefaultDialect.do_commit, DefaultDialect.do_rollback

        def do_rollback(dialect: DefaultDialect, connection: Any) -> None:
            self._dirty = False
            rollback(dialect, connection)

        sa.event.listen(sa.Engine, "before_cursor_execute", before)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                DefaultDialect, "do_commit",
                lambda dialect, connection: self.commit(lambda one: commit(dialect, one), connection),
            )  # fmt: skip
            patch.setattr(DefaultDialect, "do_rollback", do_rollback)
            try:
                yield
            finally:
                sa.event.remove(sa.Engine, "before_cursor_execute", before)
