"""Proving the audit log of this counter, and writing it out."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk.contract.audit import Finding, Flaw, Proof, prove
from kiosk.contract.signed_documents import public_text
from kiosk.services.identity_device import device_keys
from kiosk.services.secrets import Secrets
from kiosk.storage import audit
from kiosk.storage.database import Database


@dataclass(frozen=True, slots=True)
class Proven:
    """What was found. `last_hash` is worth keeping elsewhere; central has the log up to line `sent`."""

    proof: Proof
    last_hash: str
    sent: int


def prove_log(database: Database, secrets: Secrets) -> Proven:
    """Reckon the whole log anew, by the keys in this machine's keyring and by what central has of it.

    Raises `StorageError` and `Failed` (KEYRING_MISSING, KEYRING_LOCKED).
    """
    keys = own_keys(secrets)
    with database.snapshot() as session:
        return prove_in(session, keys)


def own_keys(secrets: Secrets) -> Collection[str]:
    """The public halves (base64) of the keys that this machine signs with. Raises `Failed` (KEYRING_…)."""
    return {public_text(key) for key in device_keys(secrets)}


def prove_in(session: Session, keys: Collection[str]) -> Proven:
    """The same of a database that is looked into, by `keys`. Its session sees a state of one moment."""
    end = audit.end(session)
    proof = prove(audit.lines(session), end, keys)
    findings = (*proof.findings, *_against_central(session))
    sent, _hash = audit.sent(session)
    return Proven(Proof(proof.lines, findings), "" if end is None else end.hash, sent)


def written_lines(database: Database) -> Iterator[str]:
    """The log as JSON lines: what each says, with its signature. Raises `StorageError`."""
    with database.snapshot() as session:
        for line in audit.lines(session):
            yield f'{line.text[:-1]},"signature":{json.dumps(line.signature)}}}'


def _against_central(session: Session) -> tuple[Finding, ...]:
    """Central has been sent a line that is not here any more, or is another one here."""
    seq, sent_hash = audit.sent(session)
    if seq == 0:
        return ()
    here = next(audit.lines(session, seq - 1, 1), None)
    same = here is not None and (here.seq, here.hash) == (seq, sent_hash)
    return () if same else (Finding(seq, Flaw.CUT_OFF),)
