"""A desk: a list of what waits, and the acts on each row, for those whose role it is."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.exceptions import ActionFailed
from starlette_admin.fields import StringField
from starlette_admin.filters.base import FilterGroup
from starlette_admin.flash import flash
from starlette_admin.types import RowActionsDisplayType
from starlette_admin.views import BaseModelView

from central.audit import ReasonMissing, Role
from central.backoffice.auth import signed_in
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.words import Text, told
from central.issuing import MembershipUnknown
from central.vendor import OrderUnknown, PaymentLinkInvalid
from kiosk.contract.api import ApiProblem
from kiosk.domain.refusals import Refusal, Refused

Row = TypeVar("Row")
Answer = TypeVar("Answer")

_EVERYTHING = 1000  # rows in one page, whatever is asked for
_FARTHEST = 1_000_000_000  # rows that are turned over: no list has as many, and every database counts so far


def column(name: str, label: Text, show: Callable[[Any], str], *, detail_only: bool = False) -> StringField:
    """A column whose text is what `show` makes of a row."""
    return StringField(
        name=name,
        label=label,
        getter=lambda _request, row: show(row),
        filters=[],
        exclude_from_list=detail_only,
    )


class Desk(BaseModelView, Generic[Row]):
    """A list's frame. A subclass says which rows there are (`page`, `total`, `row`) and what may be done."""

    roles: ClassVar[frozenset[Role]]
    exporters: Sequence[Any] = ()
    importers: Sequence[Any] = ()
    actions: Sequence[str] | None = ()
    row_actions: Sequence[str] | None = ()
    sortable_fields: Sequence[str] | None = ()
    column_visibility = False
    page_size = 25
    page_size_options = (25, 50, 100)
    row_actions_display_type = RowActionsDisplayType.INLINE_LINKS

    def __init__(self, parts: OfficeParts) -> None:
        self._parts, self._failures = parts, parts.failures
        super().__init__()

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[Row]:
        """These rows of those that contain `text`."""
        raise NotImplementedError

    def total(self, me: SignedIn, text: str) -> int:
        """How many rows contain `text`."""
        raise NotImplementedError

    def row(self, me: SignedIn, key: str) -> Row | None:
        """The row of this key, if it is for this person to see."""
        raise NotImplementedError

    def look_up(self, ask: Callable[[sa.Connection], Answer]) -> Answer:
        """What `ask` reads in the database."""
        with self._parts.database.reading() as connection:
            return ask(connection)

    def allows(self, act: str, row: Row) -> bool:  # noqa: ARG002, RUF100 - for those who need to know
        """Whether `act` may be done to a row as it stands."""
        return True

    def is_accessible(self, request: Request) -> bool:
        """To those whose role it is."""
        return signed_in(request).role in self.roles

    def can_create(self, request: Request) -> bool:
        """Never by the framework's own forms."""
        return False

    def can_edit(self, request: Request) -> bool:
        """Never by the framework's own forms."""
        return False

    def can_delete(self, request: Request) -> bool:
        """Never."""
        return False

    async def find_all(
        self,
        request: Request,
        skip: int = 0,
        limit: int = 100,
        q: str | None = None,
        sorts: Sequence[tuple[str, str]] | None = None,
        filters: FilterGroup | None = None,
    ) -> Sequence[Any]:
        """A page of rows."""
        most = limit if 0 < limit <= _EVERYTHING else _EVERYTHING
        begin = max(0, min(skip, _FARTHEST))
        return await run_in_threadpool(self.page, signed_in(request), _searched(q), begin, most)

    async def count(
        self,
        request: Request,
        q: str | None = None,
        filters: FilterGroup | None = None,
    ) -> int:
        """All of them."""
        return await run_in_threadpool(self.total, signed_in(request), _searched(q))

    async def find_by_pk(self, request: Request, pk: Any) -> Any:
        """One row; none has an id with U+0000 in it, which PostgreSQL does not even look for."""
        key = str(pk)
        return None if "\0" in key else await run_in_threadpool(self.row, signed_in(request), key)

    async def find_by_pks(self, request: Request, pks: list[Any]) -> Sequence[Any]:
        """Some rows."""
        return [row for pk in pks if (row := await self.find_by_pk(request, pk)) is not None]

    async def create(self, request: Request, data: dict[str, Any]) -> Any:
        """Never: see `can_create`."""
        raise HTTPException(403)

    async def edit(self, request: Request, pk: Any, data: dict[str, Any]) -> Any:
        """Never: see `can_edit`."""
        raise HTTPException(403)

    async def delete(self, request: Request, pks: list[Any]) -> int | None:
        """Never: see `can_delete`."""
        raise HTTPException(403)

    async def is_row_action_allowed_for_obj(self, request: Request, name: str, obj: Any) -> bool:
        """Whether the act's button is there at all; the rules decide again when it is pressed."""
        return name == "view" or self.allows(name, obj)

    async def handle_row_action(self, request: Request, pk: Any, name: str) -> Response | None:
        """Nothing is done to a row that is not there, or not for this person to see."""
        if await self.find_by_pk(request, pk) is None:
            raise ActionFailed(told("沒有這筆資料。", "There is no such record."))
        return await super().handle_row_action(request, pk, name)

    async def page_or_back(self, request: Request, page: Awaitable[Response]) -> Response:
        """The page that an act ends in or, where it failed, the list with the reason above it."""
        try:
            return await page
        except ActionFailed as failed:
            flash(request, str(failed.msg), "error")
            name = f"{request.app.state.ROUTE_NAME}:list"
            return RedirectResponse(str(request.url_for(name, key=self.key)), 303)

    async def do(self, act: Callable[[], Answer]) -> Answer:
        """Do it, off the event loop. Raises `ActionFailed` with words for people where a rule says no."""
        try:
            return await run_in_threadpool(act)
        except Refused as refused:
            raise ActionFailed(self._failures.say(refused.refusal.value)) from None
        except OrderUnknown:
            raise ActionFailed(self._failures.say(Refusal.ORDER_UNKNOWN.value)) from None
        except MembershipUnknown:
            raise ActionFailed(self._failures.say(ApiProblem.MEMBERSHIP_UNKNOWN.value)) from None
        except PaymentLinkInvalid:
            raise ActionFailed(self._failures.say(ApiProblem.PAYMENT_LINK.value)) from None
        except ReasonMissing:
            raise ActionFailed(self._failures.say(ApiProblem.REASON_MISSING.value)) from None


def _searched(text: str | None) -> str:
    """What is searched for: without U+0000, which is in no text of ours."""
    return (text or "").replace("\0", "").strip()


class ShortDesk(Desk[Row]):
    """A desk with so few rows that all of them are read, searched and turned over here.

    A subclass says which rows there are (`found`).
    """

    def found(self, me: SignedIn, text: str) -> Sequence[Row]:
        """All rows that contain `text`, in their order."""
        raise NotImplementedError

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[Row]:
        """These of them."""
        return self.found(me, text)[skip : skip + most]

    def total(self, me: SignedIn, text: str) -> int:
        """How many they are."""
        return len(self.found(me, text))

    def row(self, me: SignedIn, key: str) -> Row | None:
        """One of them."""
        return next((row for row in self.found(me, "") if getattr(row, str(self.pk_attr)) == key), None)
