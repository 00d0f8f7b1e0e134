"""Where a phone can read a receipt: at central, by its check code."""

import ipaddress
import json
from urllib.parse import urlsplit

from kiosk.contract.receipt_code import typed_code
from kiosk.services.desk import Desk


def receipt_link(desk: Desk, central_url: str, number: int) -> str | None:
    """The address of central's page about a receipt; None where a phone would not find it there.

    Central has to have confirmed it, so that it knows its code: that of a paper about no command it never
    does. And it must be no service on this very machine, as in training.
    """
    receipt = desk.receipt(number)
    if receipt.command_id is None or receipt.provisional or receipt.turned_down:
        return None
    if _is_this_machine(central_url):
        return None
    code = typed_code(json.loads(receipt.snapshot).get("check_code", ""))
    return None if code is None else f"{central_url}/receipts/{code}"


def _is_this_machine(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"", "localhost"}
