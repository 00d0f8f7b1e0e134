"""The warm process, and the kiosks and centrals that it forks to be stopped with a SIGKILL that is one."""

import gc
import json
import os
import shutil
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.proof.crash.line import SOCKET
from tests.proof.crash.lives import Ground
from tests.proof.crash.points import STOPPED, Stop
from tests.proof.scope import LONG

_TRACE = Path("trace")
_LONGEST = 60  # seconds that a life may take


class Trial:
    """One stop of one stage, on files of its own."""

    def __init__(self, ground: Ground, stage: str, stop: Stop, *, whole: bool) -> None:
        self._ground, self._stage, self._stop, self._whole = ground, stage, stop, whole
        self._folder = ground.folder.parent / "trial"

    def run(self) -> str | None:
        """What went wrong, None where nothing did."""
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._ground.template(self._stage), self._folder)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self._folder / SOCKET))
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
