"""A mail when central turns down what a counter has taken: there, the person was told that it is kept."""

import tomllib
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from central.mail.letter import MailText, Part, letter
from central.mail.posting import post
from central.store.events import membership_state
from central.store.tables import membership
from central.store.visits import is_seen_by
from kiosk.contract.envelopes import Statement
from kiosk.domain.calendar import TAIPEI
from kiosk.domain.commands import OpenMembership
from kiosk.domain.membership import Membership
from kiosk.domain.refusals import Refusal

_TOLD = {one.value for one in Refusal if one is not Refusal.NOT_THE_HOLDER}
"""What a rule said no to. What never got that far, or bears another's signature, may be somebody else's."""

_KINDS = {
    "open_membership": ("註冊", "registration"),
    "apply": ("申請資料", "application"),
    "complete_assessment": ("數位自評檢測", "self-assessment"),
    "request_expert": ("申請專家服務", "request for an expert"),
    "place_order": ("訂購雲端方案", "order"),
    "cancel_order": ("取消訂單", "cancellation of an order"),
    "request_refund": ("退訂", "refund"),
}
_THEN = {
    "open_membership": (
        "原有的會員資格不受影響；如果不是貴社辦理的，請撥客服諮詢專線 0809-092-091。",
        "Your membership stands. If it was not you, please call 0809-092-091.",
    ),
    "place_order": (
        "訂單未成立，不需付款；當時的訂購收據不生效。",
        "There is no such order and nothing is to be paid; the receipt is void.",
    ),
    "cancel_order": (
        "訂單沒有因此取消，以「我的訂單」所列為準。",
        "The order stands as in 我的訂單 (my orders).",
    ),
    "request_refund": (
        "訂單以「我的訂單」所列為準；當時的退訂退款通知單不生效。",
        "The order stands as in 我的訂單 (my orders); the notice of the refund is void.",
    ),
}
_THEN_NOTHING = ("當時的受理不生效。", "What was taken then has no effect.")


def may_concern(connection: sa.Connection, statement: Statement, office: str, owner: str | None) -> bool:
    """Whether this office's word is passed on: it knows the membership, or a cooperative was registered."""
    return statement.kind == OpenMembership.kind or is_seen_by(
        connection, office, statement.membership_id, owner
    )


def _written_to(connection: sa.Connection, statement: Statement) -> str:
    """The membership to write to: of a registration, the one that the cooperative has already."""
    if statement.kind != OpenMembership.kind:
        return statement.membership_id
    query = sa.select(membership.c.membership_id).where(membership.c.ubn == statement.body["ubn"])
    return connection.scalar(query) or statement.membership_id


class TurnedDownMail:
    """Writes to the contact of a membership whose mailbox has answered; `resources` has the words."""

    def __init__(self, resources: Path) -> None:
        self._failures = tomllib.loads((resources / "failures.toml").read_text(encoding="utf-8"))

    def tell(self, connection: sa.Connection, statement: Statement, code: str, at: datetime) -> None:
        """Put the mail about `statement`, turned down with `code` at `at` (UTC), into the outbox."""
        if code not in _TOLD or statement.kind not in _KINDS:
            return
        state = membership_state(connection, _written_to(connection, statement))
        if state.contact is None or not state.email_confirmed:
            return
        mail = self._letter(statement, state, code)
        post(connection, state.contact.email, mail, at)

    def _letter(self, statement: Statement, state: Membership, code: str) -> MailText:
        what, what_en = _KINDS[statement.kind]
        why, why_en = self._failures[code]["zh"], self._failures[code]["en"]
        taken = f"{statement.issued_at.astimezone(TAIPEI):%Y/%m/%d %H:%M}"
        name = "" if state.registration is None else state.registration.cooperative_name
        facts = [("合作社", name), ("事項", what), ("受理時間", taken)]
        facts_en = [("Cooperative", name), ("What", what_en), ("Taken at", taken)]
        number = statement.body.get("order_number")
        if isinstance(number, str) and number.isdecimal():
            facts.append(("訂單編號", number))
            facts_en.append(("Order", number))
        then, then_en = _THEN.get(statement.kind, _THEN_NOTHING)
        return letter(
            Part(
                "櫃台受理的一筆事項未成立",
                (
                    f"您在服務櫃台辦理的「{what}」當時為暫定，經中央確認後未成立：{why['title']}。{then}",
                    f"{why['remedy']}您也可以再到服務櫃台辦理，櫃台會協助更正。",
                ),
                tuple(facts),
            ),
            Part(
                "Something taken at the counter was not accepted",
                (
                    f"Your {what_en} was provisional and was not accepted: {why_en['title']}. {then_en}",
                    f"{why_en['remedy']} You may also come to the counter, where it can be corrected.",
                ),
                tuple(facts_en),
            ),
        )
