"""The log of changes, to be read."""

from collections.abc import Sequence

from starlette.requests import Request

from central import audit
from central.audit import Entry, Role
from central.backoffice.desk import Desk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.words import act_name, moment, name_of, say


def _details(row: Entry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in sorted(row.details.items()) if value is not None)


class AuditDesk(Desk[Entry]):
    """異動紀錄: who did what, when and why. Nothing can be done to it."""

    key = "audit"
    pk_attr = "seq"
    menu_label = say("異動紀錄", "Log of changes")
    display_name = menu_label
    icon = "fa fa-book"
    roles = frozenset({Role.AGENCY, Role.ADMINISTRATOR})
    row_actions = ()
    page_size = 50
    row_click_navigate = False
    fields = (
        column("seq", "#", lambda row: str(row.seq)),
        column("at", say("時間", "When"), lambda row: moment(row.at)),
        column("who", say("人員", "Who"), lambda row: row.who),
        column("role", say("角色", "Role"), lambda row: name_of(Role(row.role))),
        column("act", say("異動", "Act"), lambda row: act_name(row.act)),
        column("subject", say("對象", "Subject"), lambda row: row.subject),
        column("reason", say("原因或依據", "Reason"), lambda row: row.reason),
        column("details", say("內容", "Details"), _details),
    )

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[Entry]:
        """The newest first."""
        return self.look_up(lambda connection: audit.entries(connection, skip=skip, most=most, text=text))

    def total(self, me: SignedIn, text: str) -> int:
        """All of it."""
        return self.look_up(lambda connection: audit.count_entries(connection, text))

    def row(self, me: SignedIn, key: str) -> Entry | None:
        """Entries have no page of their own."""
        return None

    def can_view_detail(self, request: Request) -> bool:
        """Nothing more to see."""
        return False
