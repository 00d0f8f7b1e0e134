"""Signing in and out of the back office, and a password of one's own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette_admin.auth.base import AdminUser, BaseAuthProvider
from starlette_admin.helpers import safe_redirect_url

from central.backoffice.accounts import Accounts, PasswordTrouble
from central.backoffice.sessions import LONGEST, Sessions, SignedIn
from central.backoffice.words import say

COOKIE = "office_session"
_PATH = "/office"
_SEE_OTHER = 303

_TROUBLE = {
    PasswordTrouble.OLD_WRONG: say("目前的密碼不正確。", "The present password is wrong."),
    PasswordTrouble.TOO_SHORT: say("新密碼需 12 至 200 個字元。", "A new password has 12 to 200 characters."),
    PasswordTrouble.AS_BEFORE: say("新密碼不能與目前的相同。", "The new password is the same as before."),
    PasswordTrouble.NAME_IN_IT: say("新密碼不能包含帳號。", "The new password must not contain the name."),
}
_NOT_IN = say(
    "帳號、密碼或驗證碼不正確，或帳號暫時鎖定。連續 5 次錯誤會鎖定 15 分鐘；仍無法登入請洽系統管理人員。",
    "Name, password or code is wrong, or the account is locked for a while: "
    "5 failures lock it for 15 minutes. If it does not help, ask your administrator.",
)
_TWO_DIFFER = say("兩次輸入的新密碼不同。", "The new passwords differ.")


@dataclass
class OfficeUser(AdminUser):
    """Who is at work, as the framework keeps it."""

    signed_in: SignedIn | None = None


def signed_in(request: Request) -> SignedIn:
    """Who is at work. Raises HTTPException (403) for nobody."""
    user = getattr(request.state, "admin_user", None)
    if not isinstance(user, OfficeUser) or user.signed_in is None:
        raise HTTPException(403)
    return user.signed_in


class OfficeAuth(BaseAuthProvider):
    """Three things are needed: name, password, and a code of the authenticator app. `secure`: behind TLS."""

    def __init__(self, accounts: Accounts, sessions: Sessions, *, secure: bool) -> None:
        super().__init__(allow_routes=["password"])
        self._accounts = accounts
        self._sessions = sessions
        self._secure = secure

    async def authenticate(self, request: Request) -> AdminUser | None:
        """Who the request comes from; nobody yet while a password for one use is not replaced."""
        me = await self._me(request)
        if me is None or me.must_change:
            return None
        return OfficeUser(username=me.name, signed_in=me)

    def get_routes(self, templates: Jinja2Templates) -> list[Route]:
        """The pages of this."""
        return [
            Route("/login", _with(self._login, templates), methods=["GET", "POST"], name="login"),
            Route("/logout", self._logout, methods=["POST"], name="logout"),
            Route("/password", _with(self._password, templates), methods=["GET", "POST"], name="password"),
        ]

    async def _login(self, request: Request, templates: Jinja2Templates) -> Response:
        me = await self._me(request)
        if me is not None:
            return self._into(request, "password" if me.must_change else "index")
        if request.method == "GET":
            return templates.TemplateResponse(request=request, name="login.html")
        form = await request.form()
        name, password, code = (
            str(form.get(field) or "")[:500] for field in ("username", "password", "code")
        )
        row = await run_in_threadpool(self._accounts.sign_in, name, password, code)
        if row is None:
            return templates.TemplateResponse(
                request=request, name="login.html", context={"error": _NOT_IN, "name": name}, status_code=400
            )
        token = await run_in_threadpool(self._sessions.begin, row.staff_id)
        response = self._into(request, "password" if row.must_change else "index")
        self._set_cookie(request, response, token)
        return response

    async def _logout(self, request: Request) -> Response:
        await run_in_threadpool(self._sessions.end, request.cookies.get(COOKIE, ""))
        response = RedirectResponse(str(request.url_for(_name(request, "login"))), _SEE_OTHER)
        response.delete_cookie(COOKIE, path=_PATH)
        return response

    async def _password(self, request: Request, templates: Jinja2Templates) -> Response:
        me = await self._me(request)
        if me is None:
            return RedirectResponse(str(request.url_for(_name(request, "login"))), _SEE_OTHER)
        error = None
        if request.method == "POST":
            form = await request.form()
            old, new, again = (str(form.get(field) or "") for field in ("old", "new", "again"))
            trouble = None if new == again else _TWO_DIFFER
            if trouble is None:
                found = await run_in_threadpool(self._accounts.change_password, me.staff_id, old, new)
                trouble = None if found is None else _TROUBLE[found]
            if trouble is None:
                response = self._into(request, "index")
                self._set_cookie(
                    request, response, await run_in_threadpool(self._sessions.begin, me.staff_id)
                )
                return response
            error = trouble
        context = {"error": error, "first": me.must_change}
        return templates.TemplateResponse(
            request=request, name="password.html", context=context, status_code=400 if error else 200
        )

    async def _me(self, request: Request) -> SignedIn | None:
        token = request.cookies.get(COOKIE)
        return None if not token else await run_in_threadpool(self._sessions.find, token)

    def _into(self, request: Request, page: str) -> Response:
        where = str(request.url_for(_name(request, page)))
        if page == "index":
            where = safe_redirect_url(request.query_params.get("next") or where, request, where)
        return RedirectResponse(where, _SEE_OTHER)

    def _set_cookie(self, request: Request, response: Response, token: str) -> None:
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(LONGEST.total_seconds()),
            path=_PATH,
            httponly=True,
            samesite="lax",
            secure=self._secure or request.url.scheme == "https",
        )


def _name(request: Request, page: str) -> str:
    return f"{request.app.state.ROUTE_NAME}:{page}"


def _with(
    page: Callable[[Request, Jinja2Templates], Awaitable[Response]], templates: Jinja2Templates
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await page(request, templates)

    return endpoint
