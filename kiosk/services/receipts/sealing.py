"""The signature on a paper: its essentials, signed by this kiosk, for its QR code."""

import hashlib
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.paper_code import DIGEST_BYTES, PaperEssentials, seal_paper
from kiosk.contract.receipt_code import code_of_bytes
from kiosk.services.receipts.papers import (
    MemberPaper,
    OrderedPaper,
    Paper,
    PointsPaper,
    RefundPaper,
)

Seal = Callable[[Paper, str], str]
"""Gives what a paper's QR code says, from the paper and its snapshot; "" where it cannot be signed yet."""


def sealing(key: Ed25519PrivateKey, central_url: str, certificate: Callable[[], bytes | None]) -> Seal:
    """Signs papers with the device's `key`; `certificate` gives the one that central has given for it.

    Without one a paper has no QR code, and says to ask by its check code.
    """

    def seal(paper: Paper, snapshot: str) -> str:
        given = certificate()
        return "" if given is None else seal_paper(essentials_of(paper, snapshot), central_url, given, key)

    return seal


def unsealed(_paper: Paper, _snapshot: str) -> str:
    """No signature: a paper that says to ask by its check code."""
    return ""


def digest_of(snapshot: str) -> bytes:
    """What stands for all the data of a paper in its code."""
    return hashlib.sha256(snapshot.encode()).digest()[:DIGEST_BYTES]


def essentials_of(paper: Paper, snapshot: str) -> PaperEssentials:
    """What the code tells of a paper."""
    own, points = _amounts(paper)
    return PaperEssentials(
        kind=paper.kind,
        number=paper.receipt_number,
        issued_at=paper.issued_at,
        ubn=paper.ubn if isinstance(paper, MemberPaper) else "",
        order_number=paper.order_number if isinstance(paper, OrderedPaper) else "",
        own=own,
        points=points,
        check_code=paper.check_code.replace("-", ""),
        digest=digest_of(snapshot),
        provisional=paper.provisional,
        training=paper.training,
    )


def new_check_code() -> str:
    """The check code of a paper that is about no command: by chance, so that nobody guesses it."""
    return code_of_bytes(secrets.token_bytes(32))


def _amounts(paper: Paper) -> tuple[int, int]:
    """NT$ and points: what comes back, what is set free, what is in hand, what was paid."""
    match paper:
        case RefundPaper():
            return paper.own_refund, paper.points_refund
        case OrderedPaper():
            return paper.own_payment, paper.points
        case PointsPaper():
            return 0, paper.in_hand
    return 0, 0
