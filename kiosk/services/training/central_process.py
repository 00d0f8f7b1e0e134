"""The embedded central service as a process of its own."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.failures import Failed, Trouble

_START_SECONDS = 120  # a busy machine may need a minute; a process that ends is noticed at once
_END_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class CentralPlaces:
    """The folders and files that a training central works on."""

    data: Path
    trust: Path
    revocation: Path
    clock: Path
    resources: Path

    def command(self, *words: str) -> list[str]:
        """The command line `central WORDS` on this data, run by the same Python as the kiosk."""
        return [sys.executable, "-m", "central", *words, "--data", str(self.data)]


@dataclass(frozen=True, slots=True)
class TrainingFido:
    """Where training's TW FidO is, what it knows central by, and the file with their key in hexadecimal."""

    url: str
    service_id: str
    key_file: Path


class CentralProcess:
    """A central service started here. It ends with the program that started it, however that ends."""

    def __init__(self, places: CentralPlaces, fido: TrainingFido) -> None:
        """Start it, asking training's TW FidO; `wait_for_url` tells when it answers."""
        self._places = places
        self._ready = places.data / "ready.json"
        self._ready.unlink(missing_ok=True)
        with (places.data / "central.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *places.command("serve"),
                    *("--training", "--until-stdin-closes", "--port", "0"),
                    *("--trust", str(places.trust), "--revocation", str(places.revocation)),
                    *("--clock", str(places.clock)),
                    *("--fido-url", fido.url, "--fido-service-id", fido.service_id),
                    *("--fido-key-file", str(fido.key_file)),
                    *("--resources", str(places.resources), "--ready-file", str(self._ready)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def wait_for_url(self) -> str:
        """The address it answers at. Raises `Failed` (CENTRAL_UNREACHABLE) where it does not come up."""
        deadline = time.monotonic() + _START_SECONDS
        while self._process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError, ValueError):
                port = json.loads(self._ready.read_text(encoding="utf-8"))["port"]
                return f"http://127.0.0.1:{port}"
            time.sleep(_LOOK_AGAIN_SECONDS)
        raise Failed(Trouble.CENTRAL_UNREACHABLE)

    def stop(self) -> None:
        """End it gracefully, and by force where it does not follow."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def new_enrolment_code(places: CentralPlaces, office: str, terminal: str) -> str:
    """A one-time code for a kiosk of `office`, as an administrator would make it (`central enrol`)."""
    answer = subprocess.run(
        [*places.command("enrol"), "--office", office, "--terminal", terminal, "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    return str(json.loads(answer.stdout)["code"])
