"""Starts a PC/SC service where none is running: for training and tests on a machine without one."""

import os
import shutil
import subprocess
import time

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.transport import PcscContext

_START_SECONDS = 5.0
_END_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.05


class PcscServiceHandle:
    """A PC/SC service that is running, and ended by `stop` if, and only if, it was started here."""

    def __init__(self, context: PcscContext, process: subprocess.Popen[bytes] | None) -> None:
        self._context = context  # keeps a service that ends by itself when unused
        self._process = process

    @property
    def started_here(self) -> bool:
        """Whether the service was started by us."""
        return self._process is not None

    def stop(self) -> None:
        """Let go of the service."""
        self._context.close()
        if self._process is not None:
            _end(self._process)


def start_pcsc_service_if_absent() -> PcscServiceHandle:
    """Find the PC/SC service running, or start it (root only: it opens devices).

    A service started here ends by itself a minute after its last client, even if this program is killed.
    Raises CardError NO_SERVICE when there is none and it cannot be started.
    """
    try:
        return PcscServiceHandle(PcscContext(), None)
    except CardError:
        return _start()


def _start() -> PcscServiceHandle:
    program = shutil.which("pcscd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or os.geteuid() != 0:
        raise CardError(CardFailure.NO_SERVICE)
    process = subprocess.Popen(
        [program, "--foreground", "--auto-exit"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return PcscServiceHandle(PcscContext(), process)
        except CardError:
            time.sleep(_LOOK_AGAIN_SECONDS)
    _end(process)
    raise CardError(CardFailure.NO_SERVICE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
