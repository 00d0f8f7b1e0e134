"""The document `limits`: pauses and the budget's use at this moment, signed like the other documents.

It is written anew for each request: points go out and come back with every case.
"""

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.documents import Document
from kiosk.contract.api import DocumentEntry, DocumentsAnswer
from kiosk.contract.programme_changes import LIMITS, Limits, limits_document
from kiosk.contract.signed_documents import sign_document


class LimitsDocument:
    """`limits` gives what holds grants back now."""

    def __init__(self, limits: Callable[[], Limits], key: Ed25519PrivateKey) -> None:
        self._limits, self._key = limits, key

    def now(self) -> Document:
        """The document as it is at this moment."""
        content = limits_document(self._limits())
        signature = sign_document(LIMITS, content, self._key)
        return Document(content, "application/json", hashlib.sha256(content).hexdigest(), signature)

    def among(self, others: DocumentsAnswer) -> DocumentsAnswer:
        """The index of all documents, where `others` has the others."""
        now = self.now()
        entry = DocumentEntry(name=LIMITS, sha256=now.tag, media_type=now.media_type)
        return others.model_copy(update={"documents": (*others.documents, entry)})
