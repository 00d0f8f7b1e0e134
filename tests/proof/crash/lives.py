"""The processes: a warm one that knows the whole job, and the kiosks and centrals it forks to be stopped.

A kiosk and a central are real processes with files of their own, and a SIGKILL is one. Every life begins by
opening the files as the programs do. What is warm in it is memory alone: modules, compiled statements and
central's application, which all work on whatever lies in the process's working folder.
"""

import gc
import json
import os
import pickle
import shutil
import signal
import socket
import struct
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa

from central.app import create_app, enrolment_of, open_central, open_store
from central.store.tables import mail
from kiosk.contract.documents import read_programme
from kiosk.services.failures import Failed
from kiosk.services.identity_device import load_identity
from kiosk.storage.database import Database, open_database
from tests.central.conftest import RESOURCES
from tests.central.kiosk import SoftCard
from tests.central.registered import OFFICE
from tests.proof.crash.clerk import HOLDER, STAGES, TOLD, Clerk, Network, require_kept
from tests.proof.crash.points import STOPPED, How, Place, Points, Stop
from tests.proof.office import DATABASE_KEY, ProofKiosk, settings_of, standing_clock
from tests.proof.promises import require_all, truth
from tests.proof.scope import LONG
from tests.proof.wire import Answer, Sent, Served, Way, laid

HOST = "central.invalid"
FIRST_START = "first start"
_CENTRAL, _KIOSK = Path("central"), Path("kiosk")
_KEYRING, _CODE, _SOCKET, _TRACE = Path("keyring.json"), Path("code"), "socket", Path("trace")
_LONGEST = 60  # seconds that a life may take
_KINDS_ONCE = 11  # kinds of events, applied left out: contact details may be typed twice


class FileKeyring:
    """A keyring that outlives the process, as the system's does."""

    def get(self, name: str) -> bytes | None:
        return self._all().get(name)

    def set(self, name: str, value: bytes) -> None:
        kept = {key: one.hex() for key, one in {**self._all(), name: value}.items()}
        scratch = _KEYRING.with_suffix(".new")
        scratch.write_text(json.dumps(kept))
        scratch.replace(_KEYRING)

    def delete(self, name: str) -> None:
        raise NotImplementedError

    def _all(self) -> dict[str, bytes]:
        if not _KEYRING.exists():
            return {}
        return {key: bytes.fromhex(one) for key, one in json.loads(_KEYRING.read_text()).items()}


def _is_enrolled(database: Database) -> bool:
    try:
        load_identity(database)
    except Failed:
        return False
    return True


@dataclass(frozen=True)
class Stage:
    """A part of the job, and how many steps it has at each place."""

    name: str
    counts: dict[Place, int]

    def stops(self) -> Iterable[Stop]:
        """Every step: each one with a kill, and those on the network with a cut connection besides."""
        for place, steps in self.counts.items():
            for number in range(1, steps + 1):
                yield Stop(place, number)
                if place is Place.NETWORK:
                    yield Stop(place, number, How.CUT)


class Ground:
    """The warm process. Its working folder holds what a kiosk and a central have on their disks."""

    def __init__(self, folder: Path, cards: Path, ends: ExitStack) -> None:
        self.folder, self.cards = folder, cards
        os.chdir(folder)
        self.clock = ends.enter_context(standing_clock(Path("clock.json")))
        self.ways: dict[str, Way] = {}
        ends.enter_context(laid(self.ways))
        self.settings = settings_of(Path(), cards)
        self.central = open_central(_CENTRAL, self.settings)
        self.served = Served(create_app(self.central))
        self.card = SoftCard(cards / "cards" / HOLDER)
        self.programme = read_programme(RESOURCES)
        self.kiosk = ProofKiosk(_KIOSK, HOST, FileKeyring(), self.programme, self.clock)
        self.network = Network()
        _CODE.write_text(enrolment_of(self.central.store, self.clock).new_code(OFFICE, "K1"))
        self.warm = False
        self.standings: dict[str, list[Any]] = {}

    def clerk(self) -> Clerk:
        """Whoever stands at the kiosk."""
        return Clerk(self.kiosk, self.card, self.clock, self.network)

    def rehearse(self) -> list[Stage]:
        """The whole job once, in this process: counts its steps, keeps the files each stage starts from."""
        stages = []
        for name in (FIRST_START, *STAGES):
            self.central.store.database.close()
            shutil.copytree(self.folder, self._template(name), ignore=shutil.ignore_patterns("at *"))
            points = Points()
            ways = self._ways(points, self._straight_in(points))
            with points.watching():
                self.live(name, ways)
            self.standings[name] = self.clerk().standing()
            stages.append(Stage(name, dict(points.counts)))
        self.check()
        self.rest()
        return stages

    def live(self, name: str, ways: dict[str, Way]) -> None:
        """One stage in one life of a kiosk: from its start to its end."""
        self.ways.clear()
        self.ways.update(ways)
        self.network.away = False
        self.start_kiosk()
        if name != FIRST_START:
            STAGES[name](self.clerk())

    def start_kiosk(self) -> None:
        """Open the database as the program does, with its enrolment where there is none yet."""
        database = open_database(_KIOSK / "kiosk.db", DATABASE_KEY)
        try:
            if not _is_enrolled(database):
                self._enrol()
        finally:
            database.close()
        if self.warm:
            self.kiosk.wire()
        else:
            self.kiosk.start()
            self.warm = True

    def check(self) -> None:
        """All promises, at the end of the job; and the job is done, once."""
        require_all(self.central, [self.kiosk])
        kinds = [event.kind for event in truth(self.central).events if event.kind != "applied"]
        assert kinds == sorted(set(kinds), key=kinds.index), kinds
        assert len(kinds) == _KINDS_ONCE
        assert len(self.kiosk.desk.receipts(self._member())) == 2

    def rest(self) -> None:
        """Let go of files and sockets, so that this process can be forked."""
        self.kiosk.database.close()
        self.central.store.database.close()

    def _member(self) -> str:
        member = self.kiosk.desk.find(self.card.holder)
        assert member is not None
        return member

    def _enrol(self) -> None:
        """With the one-time code; whoever types it tries again where the connection broke."""
        for _ in range(3):
            try:
                self.kiosk.enrol(f"http://{HOST}", _CODE.read_text())
            except Failed:
                continue
            return
        raise AssertionError("the kiosk is not let in")

    def _ways(self, points: Points, straight: Way) -> dict[str, Way]:
        counted = points.way(straight)

        def cable(sent: Sent) -> Answer:
            if self.network.away:
                raise httpx2.ConnectError("no network")
            return counted(sent)

        def mailed_code() -> str | None:
            answer = straight(Sent("GET", "http://mailbox.invalid/", (), b""))
            return answer.body.decode() or None

        self.network.mailed_code = mailed_code
        return {HOST: cable, "training.invalid": straight}

    def _straight_in(self, points: Points) -> Way:
        """Central in this very process."""

        def straight(sent: Sent) -> Answer:
            points.inside = Place.CENTRAL
            try:
                return self.answer(sent)
            finally:
                points.inside = Place.KIOSK

        return straight

    def answer(self, sent: Sent) -> Answer:
        """Central's answer; the mailbox is what central wants to be mailed."""
        if "mailbox" not in sent.url:
            return self.served(sent)
        codes = sa.select(mail.c.text).where(mail.c.subject.contains("驗證"))
        query = codes.order_by(mail.c.next_try_at.desc())
        with self.central.store.database.reading() as connection:
            text = connection.scalars(query).first() or ""
        code = next((line.split("：")[1] for line in text.splitlines() if "驗證碼是：" in line), "")
        return Answer(200, (), code.encode())

    def _template(self, name: str) -> Path:
        return self.folder / f"at {name}"

    # What runs in a forked process

    def be_central(self, listening: socket.socket, stop: Stop | None, *, again: bool) -> None:
        """Serve until killed."""
        if again:
            open_store(_CENTRAL).database.close()
        points = Points(stop if stop is not None and stop.place is Place.CENTRAL else None, Place.CENTRAL)
        with points.watching():
            while True:
                line, _ = listening.accept()
                with line:
                    sent = _read(line)
                    if sent is not None:
                        _write(line, self.answer(sent))

    def be_kiosk(self, name: str, stop: Stop | None, *, whole: bool) -> None:
        """Do a stage to its end, where the job must stand as if nothing had been, and see to the promises.

        After a stop, see first what is kept. With `whole`, go on to the end of the job, which then is done.
        """
        points = Points(stop if stop is not None and stop.place is not Place.CENTRAL else None)
        ways = self._ways(points, Asking())
        if stop is None:
            self._see_what_is_kept()
        with points.watching():
            self.live(name, ways)
        assert self.clerk().standing() == self.standings[name]
        if not whole:
            self.clerk().all_acknowledged()
            require_all(self.central, [self.kiosk])
            return
        for stage in list(STAGES)[list(STAGES).index(name) + 1 if name in STAGES else 0 :]:
            self.live(stage, ways)
        self.check()

    def _see_what_is_kept(self) -> None:
        if not TOLD.exists():
            return
        said = [json.loads(line) for line in TOLD.read_text(encoding="utf-8").splitlines() if line]
        self.start_kiosk()
        now = self.clerk().kept()
        for one in said:
            require_kept({**one, "drafts": {}}, now)
        require_kept(said[-1], now)


class Asking:
    """The kiosk's way to central, a process of its own: `begin` sends, the call waits for the answer."""

    def __init__(self) -> None:
        self._line: socket.socket | None = None

    def begin(self, sent: Sent) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(_SOCKET)
        _write(self._line, sent)

    def __call__(self, sent: Sent) -> Answer:
        if self._line is None:
            self.begin(sent)
        assert self._line is not None
        line, self._line = self._line, None
        with line:
            try:
                answer = _read(line)
            except OSError:
                answer = None
        if answer is None:
            raise httpx2.ReadError("central is gone")
        assert isinstance(answer, Answer)
        return answer


def _write(line: socket.socket, value: Sent | Answer) -> None:
    data = pickle.dumps(value)
    try:
        line.sendall(struct.pack("!I", len(data)) + data)
    except BrokenPipeError:
        return  # whoever asked is gone


def _read(line: socket.socket) -> Any:
    with line.makefile("rb") as incoming:
        size = incoming.read(4)
        if len(size) < 4:
            return None
        (length,) = struct.unpack("!I", size)
        data = incoming.read(length)
        return pickle.loads(data) if len(data) == length else None


class Trial:
    """One stop of one stage, on files of its own."""

    def __init__(self, ground: Ground, stage: str, stop: Stop, *, whole: bool) -> None:
        self._ground, self._stage, self._stop, self._whole = ground, stage, stop, whole
        self._folder = ground.folder.parent / "trial"

    def run(self) -> str | None:
        """What went wrong, None where nothing did."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._ground._template(self._stage), self._folder)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self._folder / _SOCKET))
            listening.listen()
            return self._live(listening)

    def _live(self, listening: socket.socket) -> str | None:
        stop, ground = self._stop, self._ground
        central = self._fork(lambda: ground.be_central(listening, stop, again=False))
        kiosk = self._fork(lambda: ground.be_kiosk(self._stage, stop, whole=self._whole))
        try:
            while True:
                pid, status = os.wait()
                killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
                if pid == central and killed:
                    central = self._fork(lambda: ground.be_central(listening, None, again=True))
                elif pid == kiosk and killed:
                    kiosk = self._fork(lambda: ground.be_kiosk(self._stage, None, whole=self._whole))
                elif pid == kiosk and status == 0:
                    return None if (self._folder / STOPPED).exists() else "it never came to this step"
                else:
                    return self._trace() or f"ended with status {status}"
        finally:
            for pid in (central, kiosk):
                self._end(pid)

    def _end(self, pid: int) -> None:
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            return

    def _trace(self) -> str:
        trace = self._folder / _TRACE
        return trace.read_text() if trace.exists() else ""

    def _fork(self, live: Callable[[], None]) -> int:
        pid = os.fork()
        if pid:
            return pid
        try:
            signal.alarm(_LONGEST)
            os.chdir(self._folder)
            live()
        except BaseException:  # noqa: BLE001 - it is told, and the process ends here whatever it is
            _TRACE.write_text(traceback.format_exc())
            os._exit(1)
        os._exit(0)


def main(folder: Path, cards: Path) -> None:
    """Rehearse, say how many steps there are, then try every step of each stage that is asked for."""
    (folder / "ground").mkdir()
    with ExitStack() as ends:
        ground = Ground(folder / "ground", cards, ends)
        stages = {stage.name: stage for stage in ground.rehearse()}
        print(json.dumps({name: stage.counts for name, stage in stages.items()}), flush=True)
        gc.freeze()  # nobody is to touch, and so to copy, the memory that the forked ones share
        gc.disable()
        for line in sys.stdin:
            stage = stages[line.strip()]
            tried, wrong = 0, []
            for stop in stage.stops():
                tried += 1
                trouble = Trial(ground, stage.name, stop, whole=LONG).run()
                if trouble is not None:
                    wrong.append(f"{stage.name}, {stop.how} at {stop.place} {stop.number}: {trouble}")
            print(json.dumps({"tried": tried, "wrong": wrong}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
