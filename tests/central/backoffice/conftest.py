"""The back office in a browser: Debian's Chromium, signed in as one of the three roles."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from central.audit import COMMAND_LINE, Role
from central.backoffice.accounts import NewAccess
from central.people import accounts_of
from central.settings import Settings
from kiosk.domain.programme import Programme
from tests.central.conftest import RESOURCES, HandClock, Service
from tests.central.kiosk import SoftCard
from tests.central.registered import order, register

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "正確的馬 電池 訂書針 好記"
NUMBER = "20260302100000000001"
VENDOR = "sample-vendor-a"


@pytest.fixture
def settings(tmp_path: Path, cards: Path, clock: HandClock) -> Settings:
    """Without TLS, so that a browser on loopback sends the cookies."""
    return Settings(
        training=True,
        public_url="http://127.0.0.1",
        resources=RESOURCES,
        trust=cards / "trust",
        clock_file=tmp_path / "clock.json",
        smtp=None,
        sender="no-reply@training.example",
    )


# Module by module: while it is open its event loop counts as running, and no test of asyncio's could run.
@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    home = tmp_path_factory.mktemp("browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
            env={**os.environ, "HOME": str(home)},
        )
        yield browser
        browser.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of somebody's own; at the end no page may have complained."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@dataclass
class Member:
    """A member of staff in front of a browser."""

    name: str
    password: str
    totp_uri: str
    page: Page
    url: str

    def open(self, path: str = "") -> Page:
        self.page.goto(f"{self.url}/office/{path}")
        return self.page

    def code(self) -> str:
        return fresh_code(self.totp_uri)

    def type_in(self, code: str, password: str | None = None) -> None:
        self.page.fill("#username", self.name)
        self.page.fill("#password", self.password if password is None else password)
        self.page.fill("#code", code)
        self.page.click("#sign-in")

    def sign_in(self) -> Page:
        """In for the first time, with a password of one's own."""
        self.open()
        self.type_in(self.code())
        return self.sign_in_rest()

    def sign_in_rest(self) -> Page:
        self.page.fill("#old", self.password)
        self.page.fill("#new", PASSWORD)
        self.page.fill("#again", PASSWORD)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector("aside")
        self.password = PASSWORD
        return self.page

    def do(self, act: str, row: str, **values: str) -> None:
        """Press an act's button in the row with this text, fill in its form, send it."""
        self.begin(act, row)
        self.send(**values)

    def begin(self, act: str, row: str = "") -> None:
        """Press an act's button, in the row with this text where one is told."""
        self.page.wait_for_load_state("load")  # its scripts bind the buttons
        place = self.page.locator("tbody tr", has_text=row) if row else self.page.locator("body")
        place.locator(f'[data-sa-name="{act}"]').click()
        self.page.wait_for_selector("#modal-action.show")

    def send(self, **values: str) -> None:
        """Fill in the form that is open, and send it."""
        for name, value in values.items():
            self.page.fill(f'#modal-action [name="{name}"]', value)
        self.page.click("#actionSubmit")


_used: dict[str, int] = {}


def fresh_code(uri: str) -> str:
    """A code that was not used before: the next step's where this one's is gone, as its window allows."""
    totp = pyotp.parse_uri(uri)
    assert isinstance(totp, pyotp.TOTP)
    step = max(int(time.time()) // 30, _used.get(uri, 0) + 1)
    _used[uri] = step
    return totp.generate_otp(step)


@pytest.fixture
def member(service: Service, new_context: Callable[..., BrowserContext]) -> Callable[..., Member]:
    def make(role: Role, *, language: str = "zh_Hant", vendor: str = VENDOR) -> Member:
        access = new_access(service, role, vendor)
        context = new_context(viewport={"width": 1280, "height": 860})
        context.add_cookies([{"name": "language", "value": language, "url": service.url}])
        return Member(access.name, access.password, access.totp_uri, context.new_page(), service.url)

    return make


def new_access(service: Service, role: Role, vendor: str = VENDOR) -> NewAccess:
    accounts = accounts_of(service.central.store.database, service.central.store.secret)
    name = {Role.AGENCY: "承辦人員甲", Role.VENDOR: "廠商甲窗口", Role.ADMINISTRATOR: "系統管理"}[role]
    return accounts.add(name, role, vendor if role is Role.VENDOR else None, COMMAND_LINE)


@pytest.fixture
def ordered(service: Service, organisation: SoftCard, programme: Programme) -> str:
    """A membership whose order waits for its vendor; the vendor's id."""
    membership = register(service.central, organisation, programme)
    order(service.central, membership, organisation, programme, NUMBER)
    with service.central.store.database.reading() as connection:
        from central.store.memberships import find_order

        found = find_order(connection, NUMBER)
    assert found is not None
    return found.vendor_id


SHOTS = os.environ.get("OFFICE_SHOTS")


def shoot(page: Page, name: str) -> None:
    """Keep a picture where a folder was named for them."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
