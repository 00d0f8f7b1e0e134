"""The documents that kiosks work by, as central has them, signed (docs/decisions/0005)."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.document_texts import (
    anchors_text,
    calendar_text,
    catalogue_text,
    programme_text,
    revoked_text,
    settings_text,
    staff_text,
    updates_text,
)
from central.store.database import Database
from central.store.document_versions import (
    CALENDAR,
    CATALOGUE,
    PROGRAMME,
    REVOKED,
    SETTINGS,
    STAFF,
    UPDATES,
    versions_for,
)
from kiosk.contract.api import DocumentEntry, DocumentsAnswer
from kiosk.contract.authorities import read_authorities
from kiosk.contract.signed_documents import public_text, sign_document
from kiosk.domain.programme import Programme

_TOML, _JSON = "application/toml", "application/json"
_FILES = {"questionnaire": "questionnaire.toml", "notice": "notice.toml", "help": "help.toml"}
_OF_EACH_OFFICE = {STAFF, SETTINGS, UPDATES}
_Versions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document's bytes, and central's signature under them; `tag` is their SHA-256 in hexadecimal."""

    content: bytes
    media_type: str
    tag: str
    signature: str


@dataclass(frozen=True, slots=True)
class CentralKeys:
    """What central signs documents with, and the public key (base64) that bundles for it are sealed for."""

    documents: Ed25519PrivateKey
    sealing: str


@dataclass(frozen=True, slots=True)
class _Changing:
    """A document that changes at run time: which versions tell that it did, and how it is written then."""

    versions: tuple[str, ...]
    media_type: str
    write: Callable[[sa.Connection, str], bytes]


class Documents:
    """What there is. Files are read once: a changed one counts from the next start, as for central's rules.

    What people change is written anew when its version in the database has moved, whichever process moved it;
    until then a request costs one small statement.
    """

    def __init__(
        self,
        database: Database,
        written: Programme,
        resources: Path,
        trust: Path,
        keys: CentralKeys,
    ) -> None:
        """Raises OSError and CertificateMalformed."""
        self._database = database
        self._key, self._sealing_key = keys.documents, keys.sealing
        catalogue = (resources / "catalogue.toml").read_bytes()
        programme = (resources / "programme.toml").read_bytes()
        self._changing: Mapping[str, _Changing] = {
            CATALOGUE: _Changing((CATALOGUE,), _TOML, lambda at, _: catalogue_text(at, written, catalogue)),
            PROGRAMME: _Changing(
                (PROGRAMME, CALENDAR), _TOML, lambda at, _: programme_text(at, written, programme)
            ),
            CALENDAR: _Changing((CALENDAR,), _TOML, lambda at, _: calendar_text(at, written)),
            STAFF: _Changing((STAFF,), _JSON, staff_text),
            REVOKED: _Changing((REVOKED,), _JSON, revoked_text),
            SETTINGS: _Changing((SETTINGS,), _JSON, settings_text),
            UPDATES: _Changing((UPDATES,), _JSON, updates_text),
        }
        anchors = (base64.b64encode(der).decode() for der in read_authorities(trust))
        self._fixed = {
            name: self._signed(name, (resources / file).read_bytes(), _TOML) for name, file in _FILES.items()
        }
        self._fixed["trust-anchors"] = self._signed("trust-anchors", anchors_text(anchors), _JSON)
        self._written: dict[tuple[str, str], tuple[_Versions, Document]] = {}

    def find(self, name: str, office: str) -> Document | None:
        """The document of this name, as the devices of `office` get it."""
        if name in self._fixed:
            return self._fixed[name]
        if name not in self._changing:
            return None
        with self._database.looking() as connection:
            versions = versions_for(connection, office)
        return self._current(name, office, versions)

    def index(self, office: str) -> DocumentsAnswer:
        """What there is for the devices of `office`."""
        with self._database.looking() as connection:
            versions = versions_for(connection, office)
        found = {**self._fixed, **{name: self._current(name, office, versions) for name in self._changing}}
        return DocumentsAnswer(
            key=public_text(self._key),
            sealing_key=self._sealing_key,
            documents=tuple(
                DocumentEntry(name=name, sha256=one.tag, media_type=one.media_type)
                for name, one in sorted(found.items())
            ),
        )

    def _current(self, name: str, office: str, versions: Mapping[str, int]) -> Document:
        changing, place = self._changing[name], (name, office if name in _OF_EACH_OFFICE else "")
        version = tuple(versions.get(one, 0) for one in changing.versions)
        known = self._written.get(place)
        if known is not None and known[0] == version:
            return known[1]
        with self._database.reading() as connection:  # version and content of one moment
            now = versions_for(connection, office)
            content = changing.write(connection, office)
        document = self._signed(name, content, changing.media_type)
        self._written[place] = (tuple(now.get(one, 0) for one in changing.versions), document)
        return document

    def _signed(self, name: str, content: bytes, media_type: str) -> Document:
        tag = hashlib.sha256(content).hexdigest()
        return Document(content, media_type, tag, sign_document(name, content, self._key))
