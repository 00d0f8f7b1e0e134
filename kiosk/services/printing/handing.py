"""A paper handed to central, where a phone fetches it, or whence the cooperative gets its link by mail."""

import base64
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from kiosk.contract.api import PaperAnswer, PaperRequest
from kiosk.services.desk import Desk
from kiosk.services.receipts.contents import content_of
from kiosk.services.receipts.frame import number_of

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class HandedPaper:
    """Where a paper is to be fetched until that moment (UTC); `mailed_to` is masked, "" for nobody."""

    url: str
    kept_until: datetime
    mailed_to: str


class Handing:
    """Hands papers to central. `draw` makes a paper's PDF, `send` gives it to central."""

    def __init__(
        self,
        desk: Desk,
        central_url: str,
        draw: Callable[[int], bytes],
        send: Callable[[PaperRequest], PaperAnswer],
    ) -> None:
        self._desk, self._draw, self._send = desk, draw, send
        self.by_phone = not _is_this_machine(central_url)
        """Whether a phone would find central: not in training, where it is a service on this very machine."""

    def by_mail(self, number: int) -> bool:
        """Whether the receipt of this number is somebody's whom central can write to."""
        return self._desk.receipt(number).membership_id is not None

    def hand_over(self, number: int, *, mail: bool) -> HandedPaper:
        """Give the receipt to central, which keeps it behind a link for a week, and mails that on demand.

        The link goes to the membership's own confirmed address alone. Raises `PaperError`, and `Failed` as
        `CentralClient` does, of its own ADDRESS_NOT_CONFIRMED, MEMBERSHIP_UNKNOWN and MAIL_NOT_SENT.
        """
        receipt = self._desk.receipt(number)
        paper = receipt.paper()
        title = content_of(paper).title
        name = f"{title.chinese} {title.english} {number_of(paper)}"
        answer = self._send(
            PaperRequest(
                # whose it is matters to central for the address alone
                membership_id=receipt.membership_id if mail else None,
                name=name[:_LONGEST_NAME],
                pdf=base64.b64encode(self._draw(number)).decode(),
                mail=mail,
            )
        )
        return HandedPaper(answer.url, answer.kept_until, answer.mailed_to)


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"}
