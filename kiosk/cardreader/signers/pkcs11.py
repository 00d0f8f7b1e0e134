"""Signs through a vendor's PKCS#11 module, which runs in a process of its own for each question.

A module that crashes or hangs takes that process with it and not the counter, and what it keeps of a PIN
is gone when the process ends, right after the answer. See `pkcs11_process` for the other end.
"""

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk.cardreader.card import CardReading, Digest, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin, wipe
from kiosk.cardreader.signers.verified import failure_of, verified

MODULE_SETTING = "KIOSK_PKCS11_MODULE"
"""The environment variable that names the module; then no other is looked for."""

_LONGEST_ANSWER = 64 * 1024
_ENDS_WITHIN = 5.0  # seconds from the answer to the end of the process

_USUAL_PLACES: Mapping[str, Sequence[str]] = {
    "linux": (
        "/usr/local/HiPKILocalSignServerApp/libHicos_p11v1.so",
        "/usr/local/lib/libHicos_p11v1.so",
        "/usr/lib/libHicos_p11v1.so",
        "/usr/lib64/libHicos_p11v1.so",
        "/usr/lib/x86_64-linux-gnu/libHicos_p11v1.so",
    ),
    "darwin": (
        "/usr/local/lib/libHicos_p11v1.dylib",
        "/Library/FBTokenLib/libHicos_p11v1.dylib",
        "~/Library/HiPKILocalSignServer/libHicos_p11v1.dylib",
    ),
    "win32": (
        "C:/Windows/System32/HiCOSPKCS11.dll",
        "C:/Program Files/HiCOS/HiCOSPKCS11.dll",
        "C:/Program Files (x86)/HiCOS/HiCOSPKCS11.dll",
    ),
}


def usual_modules(environment: Mapping[str, str], platform: str) -> tuple[Path, ...]:
    """The module that the setting names, else the usual places; whether it is there or not."""
    if setting := environment.get(MODULE_SETTING):
        return (Path(setting),)
    return tuple(Path(place).expanduser() for place in _USUAL_PLACES.get(platform, ()))


class Pkcs11Signer:
    """Signs with the token that holds the card's certificate, byte for byte, in the first module that has it.

    `modules` are the libraries to look for, `seconds` is how long one of them may take to answer.
    """

    def __init__(self, modules: Sequence[Path] | None = None, seconds: float = 20.0) -> None:
        self._modules = usual_modules(os.environ, sys.platform) if modules is None else tuple(modules)
        self._seconds = seconds

    def pin_policy(self, reading: CardReading) -> PinPolicy:
        """The card's own policy, with the tries left as the token's flags tell them.

        Raises CardError NO_SIGNING_COMPONENT where no module shows the card, and NO_SIGNING_CERTIFICATE.
        """
        return self._find(reading)[1]

    def sign(self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256") -> bytes:
        """As the port says; the token's certificate is compared before the login and before the signature."""
        if pin is None:
            raise failure_of(reading, CardFailure.PIN_NOT_TYPED)
        with pin:
            module, policy = self._find(reading)
            policy.require(len(pin))
            order = {"do": "sign", "message": _text(message), "digest": digest}
            answer = self._ask(module, reading, order, pin)
        signature = answer.get("signature", "")
        return verified(reading, base64.b64decode(signature), message, digest)

    def _find(self, reading: CardReading) -> tuple[Path, PinPolicy]:
        """The module that shows the card, and the PIN's policy now."""
        first: CardError | None = None
        for module in filter(Path.is_file, self._modules):
            try:
                answer = self._ask(module, reading, {"do": "find"}, None)
            except CardError as error:
                first = first or error
            else:
                return module, replace(reading.pin, tries_left=answer["tries_left"])
        raise first or failure_of(reading, CardFailure.NO_SIGNING_COMPONENT)

    def _ask(
        self, module: Path, reading: CardReading, order: Mapping[str, str], pin: Pin | None
    ) -> Mapping[str, Any]:
        order = {"module": str(module), "certificate": _text(reading.signing_certificate.der), **order}
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk.cardreader.signers.pkcs11_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        too_long = threading.Event()

        def give_up() -> None:
            too_long.set()
            process.kill()

        watchdog = threading.Timer(self._seconds, give_up)
        watchdog.start()
        try:
            line = _converse(process, json.dumps(order).encode() + b"\n", pin)
        finally:
            watchdog.cancel()
            _end(process)
        return _understood(reading, line, too_long.is_set())


def _converse(process: subprocess.Popen[bytes], order: bytes, pin: Pin | None) -> bytes:
    """Give order and PIN; the answer's line, empty where the process ended without one."""
    assert process.stdin is not None
    assert process.stdout is not None
    secret = bytearray(0 if pin is None else len(pin))
    try:
        if pin is not None:
            pin.write_into(secret, 0)
        # Straight from these buffers into the pipe: no copy of the PIN is left behind here.
        for part in (order, secret):
            written = 0
            while written < len(part):
                written += os.write(process.stdin.fileno(), memoryview(part)[written:])
        process.stdin.close()
    except BrokenPipeError:
        return b""
    finally:
        wipe(secret)
    line = bytearray()
    while not line.endswith(b"\n") and len(line) < _LONGEST_ANSWER:
        piece = process.stdout.read(4096)
        if not piece:
            break
        line += piece
    return bytes(line)


def _end(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        stream.close()
    try:
        process.wait(_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _understood(reading: CardReading, line: bytes, too_long: bool) -> Mapping[str, Any]:
    if too_long:
        raise failure_of(reading, CardFailure.CARD_SLOW)
    if not line.endswith(b"\n"):
        raise failure_of(reading, CardFailure.SIGNATURE_REFUSED)  # the module crashed
    answer: Mapping[str, Any] = json.loads(line)
    if "failure" in answer:
        raise failure_of(reading, CardFailure[answer["failure"]], answer.get("tries_left"))
    return answer


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")
