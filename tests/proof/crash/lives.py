"""What a kiosk and a central do in one life, and the rehearsal that counts the steps of the job.

Every life begins by opening the files as the programs do. What is warm in it is memory alone: modules,
compiled statements and central's application, which all work on whatever lies in the working folder.
"""

import json
import os
import shutil
import socket
from collections.abc import Iterable
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
from tests.proof.crash.clerk import HOLDER, STAGES, TOLD, Clerk, Network
from tests.proof.crash.kept import kept, require_kept
from tests.proof.crash.line import Asking, Line, Straight, serve
from tests.proof.crash.points import How, Place, Points, Stop
from tests.proof.office import DATABASE_KEY, ProofKiosk, settings_of, standing_clock
from tests.proof.promises import require_all, truth
from tests.proof.wire import Answer, Sent, Served, Way, laid

HOST = "central.invalid"
FIRST_START = "first start"
_CENTRAL, _KIOSK = Path("central"), Path("kiosk")
_KEYRING, _CODE = Path("keyring.json"), Path("code")
_KINDS_ONCE = 11  # kinds of events, applied left out: contact details may be typed twice


class FileKeyring:
    """A keyring that outlives the process, as the system's does."""

    def get(self, name: str) -> bytes | None:
        return self._all().get(name)

    def set(self, name: str, value: bytes) -> None:
        self._keep({**self._all(), name: value})

    def delete(self, name: str) -> None:
        self._keep({key: one for key, one in self._all().items() if key != name})

    def _keep(self, keys: dict[str, bytes]) -> None:
        scratch = _KEYRING.with_suffix(".new")
        scratch.write_text(json.dumps({name: key.hex() for name, key in keys.items()}))
        scratch.replace(_KEYRING)

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
            shutil.copytree(self.folder, self.template(name), ignore=shutil.ignore_patterns("at *"))
            points = Points()
            ways = self._ways(points, Straight(self._central_in(points)))
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
        papers = [one.kind for one in self.kiosk.desk.receipts(self._member())]
        # Contact details may have been typed twice: then there are two slips.
        assert [kind for kind in papers if kind != "registration"] == ["refund", "order", "assessment"]
        assert "registration" in papers

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

    def _ways(self, points: Points, line: Line) -> dict[str, Way]:
        counted = points.way(line)

        def straight(sent: Sent) -> Answer:
            line.begin(sent)
            return line.answer()

        def cable(sent: Sent) -> Answer:
            if self.network.away:
                raise httpx2.ConnectError("no network")
            return counted(sent)

        def mailed_code() -> str | None:
            answer = straight(Sent("GET", "http://mailbox.invalid/", (), b""))
            return answer.body.decode() or None

        self.network.mailed_code = mailed_code
        return {HOST: cable, "training.invalid": straight}

    def _central_in(self, points: Points) -> Way:
        """Central in this very process, its writes counted as its own."""

        def central(sent: Sent) -> Answer:
            points.inside = Place.CENTRAL
            try:
                return self.answer(sent)
            finally:
                points.inside = Place.KIOSK

        return central

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

    def template(self, name: str) -> Path:
        """The files that a stage starts from."""
        return self.folder / f"at {name}"

    # What runs in a forked process

    def be_central(self, listening: socket.socket, stop: Stop | None, *, again: bool) -> None:
        """Serve until killed."""
        if again:
            open_store(_CENTRAL).database.close()
        points = Points(stop if stop is not None and stop.place is Place.CENTRAL else None, Place.CENTRAL)
        with points.watching():
            serve(listening, self.answer)

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
        now = kept(self.kiosk, self.clerk().services.drafts)
        for one in said:
            require_kept({**one, "drafts": {}}, now)
        require_kept(said[-1], now)
