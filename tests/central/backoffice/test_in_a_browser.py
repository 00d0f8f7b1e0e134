"""The people behind it at work, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from central.audit import Role, entries
from central.store.events import membership_state
from kiosk.domain.commands import Condition, ConfirmEmail
from kiosk.domain.membership import Eligibility, OrderState
from kiosk.domain.programme import Programme
from tests.central.backoffice.conftest import NUMBER, Member, shoot
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import Kiosk, SoftCard, application, assessment, new_id, opening, refund
from tests.central.registered import order, register, rule


@pytest.fixture
def applied(service: Service, organisation: SoftCard, programme: Programme) -> str:
    """A membership whose application is whole and waits for the agency."""
    membership, contact = new_id(), application()
    opened = opening(organisation, service.central.clock())
    for command in (opened, contact, ConfirmEmail(contact.email), assessment(programme.questionnaire)):
        rule(service.central, membership, command)
    return membership


def _state(service: Service, membership: str) -> Eligibility:
    with service.central.store.database.reading() as connection:
        return membership_state(connection, membership).eligibility


@pytest.mark.parametrize("language", ["zh_Hant", "en"])
def test_first_sign_in_takes_a_password_of_ones_own(member: Callable[..., Member], language: str) -> None:
    someone = member(Role.AGENCY, language=language)
    page = someone.open()
    shoot(page, f"login-{language}")
    someone.type_in("000000")
    expect(page.locator("#error")).to_be_visible()
    assert someone.password not in page.content()
    someone.type_in(someone.code())
    page.wait_for_url("**/office/password")
    shoot(page, f"password-{language}")
    page.goto(f"{someone.url}/office/eligibility/list")  # nothing else is open before the new password
    page.wait_for_url("**/office/password")
    someone.sign_in_rest()
    shoot(page, f"home-agency-{language}")
    cookies = {one["name"]: one for one in page.context.cookies()}
    assert cookies["office_session"]["httpOnly"]
    assert cookies["office_session"]["sameSite"] == "Lax"
    page.click('header a[aria-label="Open user menu"]')
    page.click('header form[action$="/logout"] button')
    page.wait_for_url("**/office/login**")
    page.context.add_cookies([{"name": "office_session", "value": cookies["office_session"]["value"],
                               "url": f"{someone.url}/office"}])  # fmt: skip
    page.goto(f"{someone.url}/office/")
    page.wait_for_url("**/office/login**")  # the session is over at the server, not only in the browser


def test_the_agency_approves_with_a_reason(
    member: Callable[..., Member], service: Service, applied: str
) -> None:
    someone = member(Role.AGENCY)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/eligibility/list")
    expect(page.locator("tbody")).to_contain_text("訓練用𠮷祥合作社")
    shoot(page, "eligibility-zh_Hant")
    someone.do("approve", "訓練用𠮷祥合作社")
    expect(page.locator("#alertContainer")).to_contain_text("原因")
    assert _state(service, applied) is Eligibility.PENDING
    page.reload()
    someone.do("approve", "訓練用𠮷祥合作社", reason="稅籍及補助紀錄查核無誤")
    expect(page.locator("#alertContainer")).to_contain_text("已核可")
    assert _state(service, applied) is Eligibility.APPROVED
    page.goto(f"{someone.url}/office/audit/list")
    expect(page.locator("tbody tr").first).to_contain_text("稅籍及補助紀錄查核無誤")
    shoot(page, "audit-zh_Hant")
    with service.central.store.database.reading() as connection:
        newest = entries(connection, most=1)[0]
    assert (newest.who, newest.act, newest.subject) == ("承辦人員甲", "decide_eligibility", applied)


def test_the_agency_refuses_for_a_condition_and_a_reason(
    member: Callable[..., Member], service: Service, applied: str
) -> None:
    someone = member(Role.AGENCY, language="en")
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/eligibility/list")
    row = page.locator("tbody tr", has_text="12345675")
    row.locator('[data-sa-name="refuse"]').click()
    page.wait_for_selector("#modal-action.show")
    page.check('#modal-action input[value="no_breach"]')
    page.fill('#modal-action [name="reason"]', "<script>alert(1)</script> 違約紀錄")
    shoot(page, "refuse-en")
    page.click("#actionSubmit")
    expect(page.locator("#alertContainer")).to_contain_text("not eligible")
    with service.central.store.database.reading() as connection:
        state = membership_state(connection, applied)
    assert (state.eligibility, state.eligibility_unmet) == (Eligibility.REFUSED, (Condition.NO_BREACH,))
    page.goto(f"{someone.url}/office/audit/list")
    expect(page.locator("tbody tr").first).to_contain_text("<script>alert(1)</script>")


def test_a_vendor_takes_an_order_to_its_end(
    member: Callable[..., Member], service: Service, ordered: str
) -> None:
    someone = member(Role.VENDOR, vendor=ordered)
    page = someone.sign_in()
    shoot(page, "home-vendor-zh_Hant")
    page.goto(f"{someone.url}/office/orders/list")
    shoot(page, "orders-zh_Hant")
    someone.do("confirm", NUMBER, payment_url="javascript:alert(1)")
    expect(page.locator("#alertContainer")).to_contain_text("付款連結不能使用")
    page.reload()
    for act, values, said in (
        ("confirm", {"payment_url": "https://pay.vendor.example/1"}, "已接單"),
        ("pay", {"reason": "TX-1"}, "已記錄收款"),
        ("invoice", {"invoice_number": "AB-12345678"}, "已記錄發票"),
        ("start", {}, "服務已開通"),
    ):
        someone.do(act, NUMBER, **values)
        expect(page.locator("#alertContainer")).to_contain_text(said)
    page.goto(f"{someone.url}/office/orders/detail?pk={NUMBER}")
    expect(page.locator("#tableContent")).to_contain_text("office@coop.example")
    shoot(page, "order-zh_Hant")
    with service.central.store.database.reading() as connection:
        _, order = service.central.vendor.order(NUMBER)
        assert [one.reason for one in entries(connection, text=NUMBER)] == ["", "", "TX-1", ""]
    assert order.state is OrderState.IN_SERVICE
    assert order.invoice_number == "AB-12345678"


def test_a_vendor_declines_with_a_reason(
    member: Callable[..., Member], service: Service, ordered: str
) -> None:
    someone = member(Role.VENDOR, vendor=ordered, language="en")
    page = someone.sign_in()
    someone.open("orders/list")
    someone.do("decline", NUMBER)
    expect(page.locator("#alertContainer")).to_contain_text("reason or reference is missing")
    page.reload()
    someone.do("decline", NUMBER, reason="本方案停售")
    expect(page.locator("#alertContainer")).to_contain_text("The order is cancelled")
    expect(page.locator("tbody tr", has_text=NUMBER)).to_contain_text("Cancelled")
    expect(page.locator('tbody [data-sa-name="confirm"]')).to_have_count(0)
    with service.central.store.database.reading() as connection:
        newest = entries(connection, most=1)[0]
    assert (newest.who, newest.act, newest.reason) == ("廠商甲窗口", "decline_order", "本方案停售")


def test_a_vendor_sees_no_other_vendors_order(member: Callable[..., Member], ordered: str) -> None:
    other = "sample-vendor-b" if ordered == "sample-vendor-a" else "sample-vendor-a"
    someone = member(Role.VENDOR, vendor=other)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/orders/list")
    expect(page.locator("tbody")).not_to_contain_text(NUMBER)
    answer = page.goto(f"{someone.url}/office/orders/detail?pk={NUMBER}")
    assert answer is not None
    assert answer.status == 404


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.VENDOR, ("eligibility/list", "reviews/list", "audit/list", "staff/list", "programme",
                       "catalogue/list", "calendar/list", "counter-staff/list", "offices/list",
                        "inquiries/list", "privacy/list", "counter-logs")),
        (Role.AGENCY, ("orders/list", "refunds/list", "staff/list", "vendor-keys/list", "audit-chain",
                       "plans/list", "plan", "vendors/list")),
        (Role.ADMINISTRATOR, ("eligibility/list", "orders/list", "programme", "reports", "catalogue/list",
                              "privacy/list")),
    ],
)
def test_the_wrong_role_sees_a_forbidden_page(
    member: Callable[..., Member], role: Role, paths: tuple[str, ...]
) -> None:
    someone = member(role)
    page = someone.sign_in()
    for path in paths:
        answer = page.goto(f"{someone.url}/office/{path}")
        assert answer is not None
        assert answer.status == 403, path
        expect(page.locator(".empty")).to_contain_text("您的角色不能使用這個頁面")
    shoot(page, "forbidden-zh_Hant")


def test_the_programme_is_paused_and_gets_a_budget(member: Callable[..., Member], service: Service) -> None:
    someone = member(Role.AGENCY)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/programme")
    page.fill("#first_day", "2026-03-01")
    page.fill("#last_day", "2026-03-31")
    page.fill("#budget", "30,000,000")
    page.click("button[type=submit] >> text=變更")
    expect(page.locator("#error")).to_contain_text("原因")
    page.fill("#first_day", "2026-03-01")
    page.fill("#last_day", "2026-03-31")
    page.fill("#budget", "30,000,000")
    page.fill("#reason", "奉核定暫停受理")
    page.click("button[type=submit] >> text=變更")
    expect(page.locator("#alertContainer")).to_contain_text("已變更")
    expect(page.locator("form.card")).to_contain_text("暫停中")
    shoot(page, "programme-zh_Hant")


def test_reports_and_their_file(
    member: Callable[..., Member], service: Service, ordered: str
) -> None:
    someone = member(Role.AGENCY)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/reports")
    expect(page.locator("tbody tr").first).to_contain_text("訓練用北區服務據點")
    expect(page.locator("tbody tr").first).to_contain_text("30,000")
    shoot(page, "reports-zh_Hant")
    with page.expect_download() as download:
        page.click("#csv")
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "2026-03,訓練用北區服務據點,1,30000" in content.decode("utf-8-sig")
    service.central.vendor.confirm(NUMBER)
    service.central.vendor.pay(NUMBER, "TX-1")
    for by, said in (("county", "未設定"), ("vendor", "範例資訊服務廠商")):
        page.select_option('[name="by"]', by)
        page.click("button[type=submit] >> text=查詢")
        expect(page.locator("tbody tr").first).to_contain_text(said)


def test_the_agency_lets_a_kiosk_in(
    member: Callable[..., Member], service: Service, clock: HandClock
) -> None:
    someone = member(Role.AGENCY)
    page = someone.sign_in()
    someone.open("devices/list")
    someone.begin("new_code")
    page.select_option('#modal-action [name="county"]', "HUA")
    someone.send(office="訓練用東區服務據點", terminal="E1")
    code = page.locator('[data-line="1"]').inner_text()
    kiosk, other = Kiosk(service.url, clock), Kiosk(service.url, clock)
    try:
        assert [one.enrol(code).status_code for one in (kiosk, other)] == [200, 403], "it is used up"
        someone.open("devices/list")
        expect(page.locator("tbody tr", has_text="訓練用東區服務據點")).to_contain_text("使用中")
        assert kiosk.request("GET", "/v1/device").json()["terminal"] == "E1"
    finally:
        kiosk.http.close()
        other.http.close()


def test_an_administrator_adds_staff_and_keys(member: Callable[..., Member], service: Service) -> None:
    someone = member(Role.ADMINISTRATOR)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/staff/list")
    page.click('[data-sa-name="add"]')
    page.wait_for_selector("#modal-action.show")
    page.fill('#modal-action [name="name"]', "新進人員")
    page.select_option('#modal-action [name="role"]', "agency")
    page.click("#actionSubmit")
    expect(page.locator("dl")).to_contain_text("otpauth://totp/")
    shoot(page, "staff-added-zh_Hant")
    page.goto(f"{someone.url}/office/vendor-keys/list")
    page.click('[data-sa-name="add"]')
    page.wait_for_selector("#modal-action.show")
    page.click("#actionSubmit")
    expect(page.locator("dl")).to_contain_text("vk_")
    page.goto(f"{someone.url}/office/devices/list")
    page.click('[data-sa-name="new_code"]')
    page.wait_for_selector("#modal-action.show")
    page.fill('#modal-action [name="office"]', "訓練用南區服務據點")
    page.select_option('#modal-action [name="county"]', "KHH")
    page.fill('#modal-action [name="terminal"]', "S1")
    page.click("#actionSubmit")
    expect(page.locator("dl")).to_contain_text("登錄碼")
    expect(page.locator("dl")).to_contain_text("kiosk-enrol:")
    shoot(page, "enrolment-code-zh_Hant")
    page.goto(f"{someone.url}/office/audit-chain")
    expect(page.locator("#whole")).to_be_visible()
    page.goto(f"{someone.url}/office/staff/list")
    shoot(page, "staff-zh_Hant")
    assert service.central is not None


def test_a_refund_is_paid_out(
    member: Callable[..., Member],
    service: Service,
    organisation: SoftCard,
    programme: Programme,
    clock: HandClock,
) -> None:
    central = service.central
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    central.vendor.confirm(NUMBER)
    central.vendor.pay(NUMBER, "TX-1")
    central.vendor.start(NUMBER)
    clock.move(days=58)
    rule(central, membership, refund(NUMBER, 20_000, 20_000, organisation.holder))
    row, _ = central.vendor.order(NUMBER)
    someone = member(Role.VENDOR, vendor=row.vendor_id, language="en")
    page = someone.sign_in()
    expect(page.locator("a.card", has_text="Refunds to pay")).to_contain_text("1")
    page.goto(f"{someone.url}/office/refunds/list")
    expect(page.locator("tbody")).to_contain_text("NT$20,000")
    someone.do("pay_out", NUMBER)
    expect(page.locator("#alertContainer")).to_contain_text("reason or reference is missing")
    page.reload()
    someone.do("pay_out", NUMBER, reference="RF-20260429")
    expect(page.locator("#alertContainer")).to_contain_text("recorded")
    expect(page.locator("tbody")).to_contain_text("RF-20260429")
    expect(page.locator('tbody [data-sa-name="pay_out"]')).to_have_count(0)
    shoot(page, "refunds-en")


def test_what_a_kiosk_was_refused_and_its_quarantine(
    member: Callable[..., Member], service: Service, kiosk: Kiosk
) -> None:
    refused = kiosk.command(application(), new_id())
    assert kiosk.send(refused) == [("refused", "K-RULE-02")]
    broken = kiosk.envelope(kiosk.statement(application(), new_id()), device_seq=9)
    assert kiosk.send(broken)[0][0] == "rejected"
    someone = member(Role.AGENCY)
    page = someone.sign_in()
    page.goto(f"{someone.url}/office/reviews/list")
    shoot(page, "reviews-zh_Hant")
    page.locator("tbody tr", has_text="K-RULE-02").locator('[data-sa-name="view"]').click()
    expect(page.locator("#tableContent")).to_contain_text("contact_name, declared, email")
    assert "office@coop.example" not in page.content(), "fields are named, their values are not shown"
    page.go_back()
    page.locator("tbody tr", has_text="K-RULE-02").locator('[data-sa-name="settle"]').click()
    page.wait_for_selector("#modal-action.show")
    page.select_option('#modal-action [name="decision"]', "do_again")
    page.fill('#modal-action [name="words"]', "請攜帶憑證再來一次。")
    page.fill('#modal-action [name="reason"]', "已電話說明")
    shoot(page, "settle-zh_Hant")
    page.click("#actionSubmit")
    expect(page.locator("#alertContainer")).to_contain_text("請據點轉告", use_inner_text=True)
    expect(page.locator("tbody tr", has_text="K-RULE-02")).to_contain_text("請合作社重新辦理")
    page.goto(f"{someone.url}/office/devices/detail?pk={kiosk.device_id}")
    expect(page.locator("#doubted tbody tr")).to_have_count(1)
    expect(page.locator("#taken")).to_contain_text("沒有指令")
    shoot(page, "device-zh_Hant")
    page.goto(f"{someone.url}/office/devices/list")
    someone.do("release", "T1", reason="確認為還原備份")
    expect(page.locator("#alertContainer")).to_contain_text("已解除隔離")
    expect(page.locator('tbody [data-sa-name="release"]')).to_have_count(0)
    with service.central.store.database.reading() as connection:
        acts = [(one.act, one.reason) for one in entries(connection, most=2)]
    assert acts == [("release_device", "確認為還原備份"), ("settle_review", "已電話說明")]


@pytest.mark.parametrize("language", ["zh-TW", "en-GB"])
def test_the_payment_page_on_a_phone(
    new_context: Callable[..., BrowserContext], service: Service, ordered: str, language: str
) -> None:
    service.central.vendor.confirm(NUMBER)
    context = new_context(
        viewport={"width": 390, "height": 844}, locale=language, is_mobile=True, has_touch=True,
        device_scale_factor=2,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{service.url}/pay/{NUMBER}")
    expect(page.locator(".amount")).to_have_text("NT$30,000")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    button = page.locator("button")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert box["y"] + box["height"] <= 844, "what is to be pressed is on the first screen"
    shoot(page, f"pay-{language}")
    assert page.locator("input").count() == 0
    button.tap()
    expect(page.locator(".state")).to_contain_text("已完成付款" if language == "zh-TW" else "Paid")
    shoot(page, f"paid-{language}")
    _, order = service.central.vendor.order(NUMBER)
    assert order.state is OrderState.PAID
    page.click("header a")
    expect(page.locator(".state")).to_contain_text("Paid" if language == "zh-TW" else "已完成付款")
