"""待檢視指令: what kiosks sent and central did not accept, or could not decide yet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette_admin.actions import row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import Desk, column
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.words import DECISIONS, Text, command_name, moment, say, told
from central.review_desk import ReviewSettled
from central.store import reviews
from central.store.review_questions import questions_of
from central.store.reviews import Decision, Earlier, ReviewRow

_STATUS: Mapping[str, Text] = {
    "accepted": say("已接受", "accepted"),
    "refused": say("未接受", "refused"),
    "rejected": say("未接受", "not accepted"),
}


@dataclass(frozen=True, slots=True)
class CaseSeen(ReviewRow):
    """A case looked at closely: with the command that had its id first, where two are in conflict."""

    first: Earlier | None


class ReviewsDesk(Desk[ReviewRow]):
    """Each case is looked at by somebody, who decides and has words for the cooperative."""

    key = "reviews"
    pk_attr = "review_id"
    menu_label = say("待檢視指令", "Review desk")
    display_name = menu_label
    icon = "fa fa-magnifying-glass"
    roles = frozenset({Role.AGENCY})
    row_actions = ("view", "settle")

    def __init__(self, parts: OfficeParts) -> None:
        self._parts = parts
        failures = parts.failures
        self.fields = (
            column("at", say("時間", "When"), lambda row: moment(row.at)),
            column("office", say("據點", "Office"), lambda row: row.office),
            column("terminal", say("櫃檯", "Terminal"), lambda row: row.terminal),
            column("kind", say("事項", "Command"), lambda row: command_name(row.kind)),
            column("state", say("情形", "State"), _state),
            column("why", say("原因", "Why"), lambda row: f"{failures.title(row.code)} ({row.code})"),
            column("settled", say("處理結果", "Decision"), _decision),
            column("words", say("給合作社的說明", "Words to the cooperative"), _words, detail_only=True),
            column("by", say("處理人員", "Settled by"), _settled, detail_only=True),
            column(
                "remedy", say("處理方式", "What helps"), lambda row: failures.say(row.code), detail_only=True
            ),
            column(
                "command_id", say("指令識別碼", "Command id"), lambda row: row.command_id, detail_only=True
            ),
            column(
                "membership_id",
                say("會員識別碼", "Membership"),
                lambda row: row.membership_id,
                detail_only=True,
            ),
            column("questions", say("櫃台的詢問", "Asked by the counter"), self._questions, detail_only=True),
            column("first", say("先前同識別碼的指令", "What was there first"), _first, detail_only=True),
            column("place", say("裝置與序號", "Device and number"), _place, detail_only=True),
            column("form", say("內容欄位", "Its fields"), _fields_of, detail_only=True),
            column("review_id", say("案件識別碼", "Case"), lambda row: row.review_id, detail_only=True),
        )
        super().__init__(parts)

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[ReviewRow]:
        """Those nobody has looked at first."""
        return self.look_up(lambda connection: reviews.reviews(connection, text=text, skip=skip, most=most))

    def total(self, me: SignedIn, text: str) -> int:
        """All of them."""
        return self.look_up(lambda connection: reviews.count_reviews(connection, text))

    def row(self, me: SignedIn, key: str) -> ReviewRow | None:
        """One of them, with what it is in conflict with."""
        with self._parts.database.reading() as connection:
            row = reviews.find_review(connection, key)
            first = None if row is None else reviews.earlier(connection, row)
        if row is None:
            return None
        return CaseSeen(**{name: getattr(row, name) for name in ReviewRow.__slots__}, first=first)

    def _questions(self, row: ReviewRow) -> str:
        asked = self.look_up(lambda connection: questions_of(connection, (row.review_id,)))
        return "\n".join(asked.get(row.review_id, ()))

    def allows(self, act: str, row: ReviewRow) -> bool:
        """Settled once."""
        return row.settled_at is None

    @row_action(
        name="settle",
        text=say("結案", "Settle"),
        header=say("結案", "Settle"),
        confirmation=say(
            "指令的結果不會因此改變。填寫給合作社的說明時，系統會寄到合作社已驗證的 Email。",
            "The command's answer stays as it is. "
            "Words to the cooperative are mailed to its confirmed mailbox.",
        ),
        submit_btn_text=say("結案", "Settle"),
        icon_class="fa fa-check",
        modal_size="md",
        form=forms.form(
            forms.choice("decision", say("處理結果", "Decision"), DECISIONS.items),
            forms.lines("words", say("給合作社的說明（可空白）", "Words to the cooperative (may be empty)")),
            forms.lines("reason", say("處理情形（內部紀錄）", "What was done (for the log)")),
        ),
    )
    async def settle(self, request: Request, pk: str) -> None:
        """Somebody has looked at it."""
        who, data = signed_in(request).who, await request.form()
        words, reason, chosen = (forms.field(data, name) for name in ("words", "reason", "decision"))
        try:
            decision = Decision(chosen)
            done = await self.do(lambda: self._parts.review_desk.settle(pk, decision, words, who, reason))
        except ValueError:
            raise ActionFailed(told("請選擇處理結果。", "Choose a decision.")) from None
        except ReviewSettled:
            raise ActionFailed(told("這件已經結案。", "This case was settled before.")) from None
        flash(request, _said(words, mailed=done.mailed), "success")


def _said(words: str, *, mailed: bool) -> str:
    if mailed:
        return told("已結案，說明已寄給合作社。", "Settled; the words are on their way to the cooperative.")
    if words:
        return told(
            "已結案。合作社沒有已驗證的 Email，請據點轉告說明。",
            "Settled. No mailbox of the cooperative is confirmed: the office has to pass the words on.",
        )
    return told("已結案。", "Settled.")


def _state(row: ReviewRow) -> str:
    return told("等待中，尚未決定", "waits, not decided") if row.is_parked else told("未接受", "not accepted")


def _decision(row: ReviewRow) -> str:
    return "" if row.decision is None else str(DECISIONS[row.decision])


def _words(row: ReviewRow) -> str:
    return row.words or ""


def _settled(row: ReviewRow) -> str:
    return f"{row.settled_by or ''}　{moment(row.settled_at)}" if row.settled_at else ""


def _first(row: ReviewRow) -> str:
    first = row.first if isinstance(row, CaseSeen) else None
    if first is None:
        return ""
    answer = _STATUS.get(first.status, say("等待中", "waits"))
    return f"{command_name(first.kind)}　{moment(first.decided_at)}　{answer}　{first.membership_id}"


def _place(row: ReviewRow) -> str:
    return f"{row.device_id} #{row.device_seq}"


def _fields_of(row: ReviewRow) -> str:
    """The names of what the command carries: the values may be personal and are not shown."""
    try:
        return ", ".join(sorted(json.loads(row.sent)["statement"]["body"]))
    except (ValueError, KeyError, TypeError):
        return ""
