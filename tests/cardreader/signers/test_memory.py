"""After a signature, good or bad, the PIN is nowhere in the kiosk's process, nor in what that wrote.

The process is looked through as a core of it would be: all its memory that can be written to, while it stands
still. The forms looked for: the characters as bytes, as UTF-16 and UTF-32 (Qt's and Python's texts), in
hexadecimal digits, and as the pointers to small integers that a Python list of them holds.
"""

import json
import os
import secrets
import signal
import string
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path
from typing import Any, Self

import psutil
import pytest

from kiosk.cardreader.virtual.card import SigningCard
from kiosk.cardreader.virtual.hicos_card import HicosCard2
from kiosk.cardreader.virtual.web_component import WebComponent
from tests.cardreader.signers.softhsm import MODULE, new_token
from tests.cardreader.signers.test_web_component import Reader, serving
from tests.cardreader.slot import Slot

ROOT = Path(__file__).parent.parent.parent.parent
# Fewer characters than these might lie in any memory by chance.
_LEAST = 6


def random_pin() -> bytes:
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(8)).encode()


class SigningProcess:
    """The process under test; gives PINs, hears outcomes, looks through its memory."""

    def __init__(self, kind: str, cards: Path, data: Path, where: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cardreader.signers.signing_process", kind, cards, data, where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            bufsize=0,
        )
        self._integers = self._hear()

    def give(self, pin: bytes) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(pin)
        return str(self._hear()["outcome"])

    def finds(self, secret: bytes) -> set[str]:
        """The forms in which a part of `secret` that is no chance lies in its memory."""
        pieces = [secret[at : at + _LEAST] for at in range(len(secret) - _LEAST + 1)]
        forms = {
            "bytes": pieces,
            "UTF-16": [piece.decode().encode("utf-16-le") for piece in pieces],
            "UTF-32": [piece.decode().encode("utf-32-le") for piece in pieces],
            "hexadecimal": [piece.hex().encode() for piece in pieces],
            "HEXADECIMAL": [piece.hex().upper().encode() for piece in pieces],
            "list": [b"".join(map(self._pointer, piece)) for piece in pieces],
        }
        found = set()
        os.kill(self._process.pid, signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)  # it stands still
        for memory in self._memory():
            found |= {form for form, needles in forms.items() if any(needle in memory for needle in needles)}
        os.kill(self._process.pid, signal.SIGCONT)
        return found

    def end(self) -> int:
        """Let it end by itself; its exit code."""
        assert self._process.stdin is not None
        assert not psutil.Process(self._process.pid).children()
        self._process.stdin.close()
        return self._process.wait(timeout=20)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    def _hear(self) -> Mapping[str, Any]:
        assert self._process.stdout is not None
        told: Mapping[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def _pointer(self, number: int) -> bytes:
        """Where the process keeps this small integer."""
        place = self._integers["zero"] + number * (self._integers["one"] - self._integers["zero"])
        return int(place).to_bytes(8, sys.byteorder)

    def _memory(self) -> Iterator[bytes]:
        folder = Path("/proc") / str(self._process.pid)
        with (folder / "mem").open("rb", buffering=0) as memory:
            for line in (folder / "maps").read_text().splitlines():
                place, access, _offset, _device, _file, *name = line.split(maxsplit=5)
                start, end = (int(address, 16) for address in place.split("-"))
                # Files may be mapped beyond their end, where there is nothing to read.
                with suppress(OSError) if name else nullcontext():
                    if access.startswith("rw"):
                        memory.seek(start)
                        yield memory.read(end - start)


class Case:
    """Where the process signs, with the card's PIN."""

    def __init__(self, where: str, pin: bytes) -> None:
        self.where = where
        self.pin = pin


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    with ExitStack() as ends:
        yield ends


@pytest.fixture
def case(
    request: pytest.FixtureRequest,
    kind: str,
    ends: ExitStack,
    training: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Case:
    pin = random_pin()
    match kind:
        case "pkcs11":
            folder = tmp_path / "token"
            folder.mkdir()
            token = new_token(folder, training / "cards" / "organisation", pin)
            monkeypatch.setenv("SOFTHSM2_CONF", str(token.settings))
            return Case(str(MODULE), pin)
        case "web":
            make: Callable[..., HicosCard2] = request.getfixturevalue("hicos_card")
            reader = Reader(None)
            reader.put(make("organisation", pin))
            return Case(ends.enter_context(serving(WebComponent(reader))), pin)
    request.getfixturevalue("service")
    slot = ends.enter_context(Slot())
    card: Callable[..., SigningCard] = request.getfixturevalue("iso_card")
    slot.insert(card("organisation", pin))
    ends.callback(slot.remove)
    return Case("", pin)


@pytest.mark.pcsc
@pytest.mark.parametrize("kind", ["card", "pkcs11", "web"])
def test_nothing_of_a_pin_is_left(kind: str, case: Case, training: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    wrong = random_pin()
    with SigningProcess(kind, training, data, case.where) as process:
        outcome = process.give(wrong)
        assert "PIN_WRONG" in outcome
        assert process.finds(wrong) == set()
        assert process.give(case.pin) == "signed"
        assert process.finds(case.pin) == process.finds(wrong) == set()
        # The search would have seen them: two others lie there, one in each of two forms.
        assert "bytes" in process.finds(b"canary-1")
        assert "list" in process.finds(b"canary-2")
        assert process.end() == 0
    written = [file.read_bytes() for file in data.rglob("*") if file.is_file()]
    assert len(written) >= 2  # the log and the database
    for secret in (wrong, case.pin):
        assert secret.decode() not in outcome
        assert not any(secret in content or secret.hex().encode() in content for content in written)
