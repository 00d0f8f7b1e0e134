"""Training's TW FidO and the phone bound to it: tickets, results, check sums, its own table of transactions.

Written from the description of the interface (SP API v2.9), not from central's code: what both agree on is
proven twice. It listens on loopback and is started with training's central only.
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

SERVICE_ID = "training"
TRAINING_PERSON = "A123456789"
"""The national ID number that training's phone is bound to: the holder of the citizen's training card."""

_WAITING = "20002"
_CANCELLED = "getAthOrSignResult-APP_USER_CANCEL"
_STOP_SECONDS = 5.0
_NOT_FOUND, _DONE = 404, 200


@dataclass
class Signing:
    """A ticket as TW FidO keeps it."""

    asked: dict[str, Any]
    state: str = _WAITING  # the code that it is answered with; "" once it was signed
    questions: int = 0


@dataclass
class TwFido:
    """The service. `phones` are national IDs with the folder of the holder's certificate and key."""

    service_id: str
    key: bytes
    phones: dict[str, Path]
    signings: dict[str, Signing] = field(default_factory=dict)
    transactions: set[str] = field(default_factory=set)

    def answer(self, interface: str, asked: dict[str, Any]) -> dict[str, Any]:
        """What the interface of this name answers."""
        if interface == "getSpTicket":
            return self._ticket(asked)
        if interface == "getAthOrSignResult":
            return self._result(asked)
        return {"error_code": "404"}

    def hold_phone(self, *, agrees: bool) -> bool:
        """The person signs, or cancels, what the phone shows last; False where it shows nothing."""
        waiting = [signing for signing in self.signings.values() if signing.state == _WAITING]
        if not waiting:
            return False
        waiting[-1].state = "" if agrees else _CANCELLED
        return True

    def reply(self, path: str, asked: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body for a request."""
        if path == "/training/phone":
            held = self.hold_phone(agrees=bool(asked["agrees"]))
            return (_DONE if held else _NOT_FOUND), b"{}"
        return _DONE, json.dumps(self.answer(path.removeprefix("/moise/sp/"), asked)).encode()

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
        ticket = f"{head}.{self._seal(head)}"
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
        signed = self._sign(folder, base64.b64decode(signing.asked["sign_info"]["sign_data"]))
        result = {
            "hashed_id_num": self._hashed(signing.asked["id_num"]),
            "signed_response": base64.b64encode(signed).decode(),
            "cert": base64.b64encode((folder / "sign.der").read_bytes()).decode(),
        }
        result["idp_checksum"] = self._sum(
            asked["transaction_id"] + self.service_id + "".join(result.values())
        )
        return {"error_code": "0", "result": result}

    def _seal(self, head: str) -> str:
        return _b64url(hashlib.sha256(head.encode()).digest())

    def _hashed(self, id_num: str) -> str:
        return hashlib.sha256(id_num.encode()).hexdigest()

    def _sign(self, folder: Path, data: bytes) -> bytes:
        key = load_der_private_key((folder / "sign.key").read_bytes(), password=None)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("a phone signs with RSA")
        return key.sign(data, PKCS1v15(), SHA256())

    def _sum(self, payload: str) -> str:
        iv = os.urandom(12)
        digest = hashlib.sha256(payload.encode()).hexdigest().encode()
        return (iv + AESGCM(self.key).encrypt(iv, digest, b"")).hex()

    def _is_mine(self, check_sum: str, payload: str) -> bool:
        digest = hashlib.sha256(payload.encode()).hexdigest().encode()
        try:
            raw = bytes.fromhex(check_sum)
            return AESGCM(self.key).decrypt(raw[:12], raw[12:], b"") == digest
        except (ValueError, InvalidTag):
            return False


class TwFidoServer:
    """The service on a free loopback port, until `stop`."""

    def __init__(self, service: TwFido) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service.reply))
        self.port = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, name="tw-fido", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(_STOP_SECONDS)


def _handler(reply: Callable[[str, dict[str, Any]], tuple[int, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = reply(self.path, asked)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing of whom it is about goes to a log."""

    return Handler


def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
