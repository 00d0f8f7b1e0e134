"""The documents that kiosks work by, as central has them, signed."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.api import DocumentEntry, DocumentsAnswer
from kiosk.contract.authorities import read_authorities
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
    """What there is, read once: a changed file counts from the next start, as for central's own rules."""

    def __init__(self, resources: Path, trust: Path, key: Ed25519PrivateKey, sealing_key: str) -> None:
        """Raises OSError and CertificateMalformed."""
        self._key, self._sealing_key = key, sealing_key
        anchors = [base64.b64encode(der).decode() for der in read_authorities(trust)]
        found = {name: ((resources / file).read_bytes(), _TOML) for name, file in _FILES.items()}
        found["trust-anchors"] = (json.dumps({"certificates": anchors}).encode(), _JSON)
        self._documents: Mapping[str, Document] = {
            name: Document(
                content, media_type, hashlib.sha256(content).hexdigest(), sign_document(name, content, key)
            )
            for name, (content, media_type) in found.items()
        }

    def find(self, name: str) -> Document | None:
        """The document of this name."""
        return self._documents.get(name)

    def index(self) -> DocumentsAnswer:
        """What there is."""
        return DocumentsAnswer(
            key=public_text(self._key),
            sealing_key=self._sealing_key,
            documents=tuple(
                DocumentEntry(name=name, sha256=one.tag, media_type=one.media_type)
                for name, one in self._documents.items()
            ),
        )
