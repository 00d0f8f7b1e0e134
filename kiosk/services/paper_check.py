"""查驗單據: whether a paper is genuine, by what was scanned or typed, without a network."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.contract.paper_code import CodeFault, CodeInvalid, is_paper_code
from kiosk.contract.receipt_code import for_people, typed_code
from kiosk.contract.revoked_devices import REVOKED_DEVICES, read_revoked
from kiosk.contract.signed_documents import DocumentSignatureInvalid, require_signed
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import document_key
from kiosk.services.paper_keeping import StoredReceipt, stored
from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.sealing import essentials_of
from kiosk.services.receipts.verification import Compared, Verified, verify_code, verify_file
from kiosk.storage import documents, receipts
from kiosk.storage.database import Database


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """A genuine paper: what has to stand on it. `own` is NT$; `issued_at` in UTC.

    `compared` tells how far the paper was compared; None where its check code was found among this counter's
    own papers. `here` is the paper as this counter has it, where it is one of its own. `device_revoked_at` is
    since when (UTC) the counter that issued it is shut out, as far as this one was told; None for not.
    """

    kind: str
    number: str
    issued_at: datetime
    ubn: str
    order_number: str
    own: int
    points: int
    check_code: str
    provisional: bool
    training: bool
    compared: Compared | None
    reprint: int
    here: StoredReceipt | None
    device_revoked_at: datetime | None = None


class PaperCheck:
    """Checks papers by central's key, pinned at enrolment. Every method raises `StorageError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self, text: str) -> CheckedPaper:
        """What was scanned from a paper, or its check code as typed.

        Raises `CodeInvalid`, and PaperError (KEY_UNKNOWN, DEVICE_REVOKED). A check code is known where its
        paper was made.
        """
        if is_paper_code(text):
            return self._of(verify_code(text, self._key()), text.strip())
        typed = typed_code(text)
        if typed is None:
            raise CodeInvalid(CodeFault.NOT_OURS)
        with self._database.snapshot() as session:
            row = receipts.by_check_code(session, for_people(typed))
            if row is None:
                raise PaperError(PaperFailure.CODE_UNKNOWN)
            return _own(stored(*row))

    def check_file(self, content: bytes) -> CheckedPaper:
        """A paper's PDF. Raises `CodeInvalid` and PaperError."""
        verified = verify_file(content, self._key())
        return self._of(verified, "")

    def _key(self) -> bytes:
        with self._database.snapshot() as session:
            return pinned(session)

    def _of(self, verified: Verified, code: str) -> CheckedPaper:
        with self._database.snapshot() as session:
            row = receipts.by_code(session, code) if code else None
            revoked = _revoked(session)
        revoked_at = revoked.get(verified.paper.device.device_id)
        if revoked_at is not None and verified.paper.said.issued_at >= revoked_at:
            raise PaperError(PaperFailure.DEVICE_REVOKED)
        return checked(verified, None if row is None else stored(*row), revoked_at)


def _revoked(session: Session) -> Mapping[str, datetime]:
    """The devices that are shut out, as central has told last; none where it never has.

    Raises `Failed` (DOCUMENT_UNSIGNED).
    """
    for one in documents.kept(session):
        if one.name == REVOKED_DEVICES:
            try:
                require_signed(one.name, one.content, one.signature, document_key(session))
            except DocumentSignatureInvalid:
                raise Failed(Trouble.DOCUMENT_UNSIGNED) from None
            return read_revoked(one.content)
    return {}


def pinned(session: Session) -> bytes:
    """Central's public key. Raises PaperError (KEY_UNKNOWN) where none is pinned."""
    return key_of(document_key(session))


def key_of(text: str) -> bytes:
    """A public key from base64. Raises PaperError (KEY_UNKNOWN) for what is none."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise PaperError(PaperFailure.KEY_UNKNOWN)
    return key


def checked(
    verified: Verified, here: StoredReceipt | None = None, device_revoked_at: datetime | None = None
) -> CheckedPaper:
    """What a verified code says, in the words of people."""
    said, code = verified.paper.said, typed_code(verified.paper.said.check_code)
    return CheckedPaper(
        kind=said.kind,
        number=f"{verified.paper.device.terminal}-{said.number:06}",
        issued_at=said.issued_at,
        ubn=said.ubn,
        order_number=said.order_number,
        own=said.own,
        points=said.points,
        check_code=said.check_code if code is None else for_people(code),
        provisional=said.provisional,
        training=said.training,
        compared=verified.compared,
        reprint=verified.reprint,
        here=here,
        device_revoked_at=device_revoked_at,
    )


def _own(here: StoredReceipt) -> CheckedPaper:
    paper = here.paper()
    said = essentials_of(paper, here.snapshot)
    return CheckedPaper(
        kind=said.kind,
        number=f"{paper.terminal}-{said.number:06}",
        issued_at=said.issued_at,
        ubn=said.ubn,
        order_number=said.order_number,
        own=said.own,
        points=said.points,
        check_code=paper.check_code,
        provisional=here.provisional,
        training=said.training,
        compared=None,
        reprint=0,
        here=here,
    )
