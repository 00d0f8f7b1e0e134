"""TW FidO as the facts describe it: tickets, results, check sums, its own table of transactions.

Written from the interface's description and not from central's code: what both agree on is proven twice.
"""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key


@dataclass
class Signing:
    """A ticket as TW FidO keeps it."""

    asked: dict[str, Any]
    state: str = "20002"  # the code that it is answered with; "" once it was signed
    questions: int = 0


@dataclass
class TwFido:
    """The service. `phones` are national IDs with the folder of the holder's certificate and key."""

    service_id: str
    key: bytes
    phones: dict[str, Path]
    signings: dict[str, Signing] = field(default_factory=dict)
    transactions: set[str] = field(default_factory=set)
    wrong_check_sum: bool = False
    answer_instead: bytes | None = None
    hash_of_another: bool = False
    signs_other_bytes: bool = False
    forged_ticket: bool = False

    def answer(self, interface: str, asked: dict[str, Any]) -> dict[str, Any]:
        if interface == "getSpTicket":
            return self._ticket(asked)
        if interface == "getAthOrSignResult":
            return self._result(asked)
        return {"error_code": "404"}

    def press(self, state: str) -> None:
        """The person does something on the phone, or nothing in time: the code of the answer, "" to sign."""
        for signing in self.signings.values():
            signing.state = state

    def _ticket(self, asked: dict[str, Any]) -> dict[str, Any]:
        info = asked["sign_info"]
        payload = "".join(
            [
                asked["transaction_id"], asked["sp_service_id"], asked["id_num"], asked["op_code"],
                asked["op_mode"], asked["hint"], info["sign_data"],
            ]
        )  # fmt: skip
        if asked["sp_service_id"] != self.service_id or not self._is_mine(asked["sp_checksum"], payload):
            return {"error_code": "getSpTicket-INV_SP_CHECKSUM"}
        if not 30 <= int(asked["time_limit"]) <= 600 or len(info["sign_data"]) > 1024:
            return {"error_code": "getSpTicket-INV_PARAM"}
        if asked["id_num"] not in self.phones:
            return {"error_code": "getSpTicket-IDNUM_DEVPROF_NF"}
        if asked["transaction_id"] in self.transactions:
            return {"error_code": "getSpTicket-TXNLOG_INS_ERR"}
        self.transactions.add(asked["transaction_id"])
        ticket_id = f"ticket-{len(self.signings) + 1}"
        self.signings[ticket_id] = Signing(asked)
        head = _b64url(json.dumps({"sp_ticket_id": ticket_id, "op_code": asked["op_code"]}).encode())
        digest = hashlib.sha256((head + ("x" if self.forged_ticket else "")).encode()).digest()
        ticket = f"{head}.{_b64url(digest)}"
        sum_ = self._sum(asked["transaction_id"] + self.service_id + ticket)
        return {"error_code": "0", "result": {"sp_ticket": ticket, "idp_checksum": sum_}}

    def _result(self, asked: dict[str, Any]) -> dict[str, Any]:
        payload = asked["transaction_id"] + asked["sp_service_id"] + asked["sp_ticket_id"]
        if not self._is_mine(asked["sp_checksum"], payload):
            return {"error_code": "getAthOrSignResult-INV_SP_CHECKSUM"}
        signing = self.signings.get(asked["sp_ticket_id"])
        if signing is None or signing.asked["transaction_id"] != asked["transaction_id"]:
            return {"error_code": "getAthOrSignResult-SPTKTID_TXNLOG_NF"}
        signing.questions += 1
        if signing.state:
            return {"error_code": signing.state}
        folder = self.phones[signing.asked["id_num"]]
        key = load_der_private_key((folder / "sign.key").read_bytes(), password=None)
        assert isinstance(key, RSAPrivateKey)
        data = base64.b64decode(signing.asked["sign_info"]["sign_data"])
        signed = key.sign(data + (b"!" if self.signs_other_bytes else b""), PKCS1v15(), SHA256())
        id_num = "A100000001" if self.hash_of_another else signing.asked["id_num"]
        result = {
            "hashed_id_num": hashlib.sha256(id_num.encode()).hexdigest(),
            "signed_response": base64.b64encode(signed).decode(),
            "cert": base64.b64encode((folder / "sign.der").read_bytes()).decode(),
        }
        result["idp_checksum"] = self._sum(
            asked["transaction_id"] + self.service_id + "".join(result.values())
        )
        return {"error_code": "0", "result": result}

    def _sum(self, payload: str) -> str:
        key = bytes(32) if self.wrong_check_sum else self.key
        iv = os.urandom(12)
        digest = hashlib.sha256(payload.encode()).hexdigest().encode()
        return (iv + AESGCM(key).encrypt(iv, digest, b"")).hex()

    def _is_mine(self, check_sum: str, payload: str) -> bool:
        digest = hashlib.sha256(payload.encode()).hexdigest().encode()
        try:
            raw = bytes.fromhex(check_sum)
            return AESGCM(self.key).decrypt(raw[:12], raw[12:], b"") == digest
        except Exception:  # noqa: BLE001 - another key, or no check sum at all
            return False


@contextmanager
def serving(service: TwFido) -> Iterator[str]:
    """The service on a free loopback port; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps(service.answer(self.path.removeprefix("/moise/sp/"), asked)).encode()
            if service.answer_instead is not None:
                answer = service.answer_instead
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
