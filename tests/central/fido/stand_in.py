"""Training's TW FidO, with the faults that the real one may have."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.services.training import tw_fido


@dataclass
class TwFido(tw_fido.TwFido):
    """The service, and what is wrong with it."""

    wrong_check_sum: bool = False
    answer_instead: bytes | None = None
    hash_of_another: bool = False
    signs_other_bytes: bool = False
    forged_ticket: bool = False

    def press(self, state: str) -> None:
        """The person does something on the phone, or nothing in time: the code of the answer, "" to sign."""
        for signing in self.signings.values():
            signing.state = state

    def reply(self, path: str, asked: dict[str, Any]) -> tuple[int, bytes]:
        status, body = super().reply(path, asked)
        return status, body if self.answer_instead is None else self.answer_instead

    def _seal(self, head: str) -> str:
        return super()._seal(head + ("x" if self.forged_ticket else ""))

    def _hashed(self, id_num: str) -> str:
        return super()._hashed("A100000001" if self.hash_of_another else id_num)

    def _sign(self, folder: Path, data: bytes) -> bytes:
        return super()._sign(folder, data + (b"!" if self.signs_other_bytes else b""))

    def _sum(self, payload: str) -> str:
        if not self.wrong_check_sum:
            return super()._sum(payload)
        iv = os.urandom(12)
        digest = hashlib.sha256(payload.encode()).hexdigest().encode()
        return (iv + AESGCM(bytes(32)).encrypt(iv, digest, b"")).hex()


@contextmanager
def serving(service: TwFido) -> Iterator[str]:
    """The service on a free loopback port; its address."""
    server = tw_fido.TwFidoServer(service)
    try:
        yield server.url
    finally:
        server.stop()
