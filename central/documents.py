"""The documents that kiosks work by, as central has them, signed."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.api import DocumentEntry, DocumentsAnswer
from kiosk.contract.authorities import read_authorities
from kiosk.contract.programme_changes import LIMITS, Limits, limits_document
from kiosk.contract.signed_documents import public_text, sign_document

_TOML, _JSON = "application/toml", "application/json"
_FILES = {
    "catalogue": "catalogue.toml",
    "programme": "programme.toml",  # with the calendar's exceptions
    "questionnaire": "questionnaire.toml",
    "notice": "notice.toml",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A document's bytes, and central's signature under them; `tag` is their SHA-256 in hexadecimal."""

    content: bytes
    media_type: str
    tag: str
    signature: str


class Documents:
    """What there is. A changed file counts from the next start, as for central's rules; `limits` at once."""

    def __init__(
        self, resources: Path, trust: Path, key: Ed25519PrivateKey, limits: Callable[[], Limits]
    ) -> None:
        """`limits` gives pauses and budget of the moment. Raises OSError and CertificateMalformed."""
        self._key, self._limits = key, limits
        anchors = [base64.b64encode(der).decode() for der in read_authorities(trust)]
        found = {name: ((resources / file).read_bytes(), _TOML) for name, file in _FILES.items()}
        found["trust-anchors"] = (json.dumps({"certificates": anchors}).encode(), _JSON)
        self._documents: Mapping[str, Document] = {
            name: self._signed(name, content, media_type) for name, (content, media_type) in found.items()
        }

    def find(self, name: str) -> Document | None:
        """The document of this name."""
        return self._limits_now() if name == LIMITS else self._documents.get(name)

    def index(self) -> DocumentsAnswer:
        """What there is."""
        return DocumentsAnswer(
            key=public_text(self._key),
            documents=tuple(
                DocumentEntry(name=name, sha256=one.tag, media_type=one.media_type)
                for name, one in {**self._documents, LIMITS: self._limits_now()}.items()
            ),
        )

    def _limits_now(self) -> Document:
        return self._signed(LIMITS, limits_document(self._limits()), _JSON)

    def _signed(self, name: str, content: bytes, media_type: str) -> Document:
        signature = sign_document(name, content, self._key)
        return Document(content, media_type, hashlib.sha256(content).hexdigest(), signature)
