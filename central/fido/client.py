"""Asks TW FidO over HTTPS."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from central.fido.protocol import (
    CheckSums,
    FidoFailure,
    FidoRefused,
    SpTicket,
    read_ticket,
    require_done,
    texts,
)

_PATIENCE = timedelta(seconds=10)
_OPERATION, _MODE = "SIGN", "I-SCAN"


@dataclass(frozen=True, slots=True)
class FidoSettings:
    """Where TW FidO is, and what it knows this service by; `key` is the AES-256 key that it gave out."""

    url: str
    service_id: str
    key: bytes


@dataclass(frozen=True, slots=True)
class FidoResult:
    """What a phone sent: base64 of signature and certificate (DER), and the person's hashed national ID."""

    hashed_id_num: str
    signed_response: str
    cert: str


class FidoClient:
    """TW FidO's interface for services. Every method raises `FidoRefused`."""

    def __init__(self, settings: FidoSettings) -> None:
        self._service_id = settings.service_id
        self._sums = CheckSums(settings.key)
        self._url = settings.url

    def ticket(
        self, transaction_id: str, national_id: str, *, hint: str, sign_data: str, holds: timedelta
    ) -> SpTicket:
        """Begin a signing of `sign_data` (base64 of the bytes); the phone shows `hint`."""
        asked = {
            "transaction_id": transaction_id,
            "sp_service_id": self._service_id,
            "sp_checksum": self._sums.of(
                transaction_id, self._service_id, national_id, _OPERATION, _MODE, hint, sign_data
            ),
            "id_num": national_id,
            "op_code": _OPERATION,
            "op_mode": _MODE,
            "hint": hint,
            "time_limit": str(holds // timedelta(seconds=1)),
            "sign_info": {
                "sign_type": "PKCS#1",
                "sign_data": sign_data,
                "tbs_encoding": "base64",
                "hash_algorithm": "SHA256",
            },
        }
        text, check_sum = texts(self._ask("getSpTicket", asked), "sp_ticket", "idp_checksum")
        self._sums.require(check_sum, transaction_id, self._service_id, text)
        return read_ticket(text)

    def result(self, transaction_id: str, ticket_id: str) -> FidoResult:
        """What came of a signing. `FidoFailure.PENDING` while the person has done nothing."""
        asked = {
            "transaction_id": transaction_id,
            "sp_service_id": self._service_id,
            "sp_checksum": self._sums.of(transaction_id, self._service_id, ticket_id),
            "sp_ticket_id": ticket_id,
        }
        result = self._ask("getAthOrSignResult", asked)
        names = ("hashed_id_num", "signed_response", "cert")
        hashed, signed, cert, check_sum = texts(result, *names, "idp_checksum")
        self._sums.require(check_sum, transaction_id, self._service_id, hashed, signed, cert)
        return FidoResult(hashed, signed, cert)

    def _ask(self, interface: str, asked: dict[str, Any]) -> dict[str, Any]:
        import httpx2  # who has no TW FidO does not need its megabyte

        try:
            with httpx2.Client(timeout=_PATIENCE.total_seconds(), trust_env=False) as http:
                answer = http.post(f"{self._url}/moise/sp/{interface}", json=asked).json()
        except httpx2.HTTPError:
            raise FidoRefused(FidoFailure.AWAY) from None
        except (ValueError, RecursionError):
            raise FidoRefused(FidoFailure.MALFORMED) from None
        if not isinstance(answer, dict):
            raise FidoRefused(FidoFailure.MALFORMED)
        return require_done(answer)
