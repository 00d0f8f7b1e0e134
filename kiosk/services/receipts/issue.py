"""A paper as it is to be drawn: its data, what central and the counter made of it since, the form."""

from dataclasses import dataclass, field

from kiosk.services.receipts.layout import A4, Form
from kiosk.services.receipts.snapshot import Paper

LAYOUT = 2
"""The version of the papers' look; two of one version draw the same paper alike, to the last dot."""


@dataclass(frozen=True)
class Issue:
    """`snapshot` is the paper's JSON as it was stored. `code` is what its QR code says, "" where it has none.

    `reprint`: which reprint this is, 0 for the first print. `logo` is the office's picture (PNG or JPEG).
    """

    paper: Paper
    snapshot: str
    code: str = ""
    reprint: int = 0
    form: Form = A4
    logo: bytes | None = field(default=None, repr=False)
