"""Plans from a vendor's submission to the catalogue that central itself decides by, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from central.app import Central
from central.audit import ReasonMissing, Role, Who, entries, first_broken
from central.catalogue import (
    Catalogue,
    LastPlan,
    PlanIdTaken,
    PlanNotFound,
    PlanState,
    PlanUnchanged,
    SubmissionDecided,
    VendorTaken,
    VendorUnknown,
)
from central.plan_checks import PlanFault, PlanInvalid
from kiosk.domain.plans import Category, Plan, PlanTerms
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from tests.central.conftest import HandClock
from tests.central.direct import another
from tests.central.kiosk import SoftCard, placing
from tests.central.postgres import both_databases
from tests.central.registered import order, register, rule

VENDOR = Who("廠商甲窗口", Role.VENDOR)
AGENCY = Who("承辦人員甲", Role.AGENCY)
NUMBER = "20260302100000000001"
PLAN = Plan(
    PlanTerms("inventory-basic", "進銷存入門", "sample-vendor-a", "", 6, 24_000),
    Category.MANAGEMENT,
    ("進銷存系統", "財會管理"),
    "進貨、銷貨與庫存一處管理。",
    "Purchases, sales and stock in one place.",
)

database = both_databases


@pytest.fixture
def catalogue(central: Central, programme: Programme) -> Catalogue:
    return Catalogue(central.store.database, programme, central.clock)


def _submission(catalogue: Catalogue, plan_id: str = PLAN.terms.plan_id) -> str:
    latest = catalogue.plan(plan_id).latest
    assert latest is not None
    return latest.submission_id


def _offered(central: Central) -> dict[str, Plan]:
    with central.store.database.reading() as connection:
        return dict(central.ruling.standing.now(connection, None).plans)


def _changed(**terms: object) -> Plan:
    return replace(PLAN, terms=replace(PLAN.terms, **terms))  # type: ignore[arg-type]


def test_from_draft_to_the_catalogue(central: Central, catalogue: Catalogue, programme: Programme) -> None:
    before = _offered(central)
    assert before == programme.plans
    submitted = catalogue.submit(PLAN, VENDOR)
    assert (submitted.state, submitted.offered) == (PlanState.PENDING, None)
    assert submitted.plan.terms.vendor_name == "範例資訊服務廠商甲", "as the authority knows the vendor"
    assert (_offered(central), catalogue.pending()) == (before, 1), "a draft is no offer"
    catalogue.approve(_submission(catalogue), AGENCY, "內容核對無誤")
    assert _offered(central)["inventory-basic"] == submitted.plan
    changed = catalogue.submit(_changed(price=26_000), VENDOR)
    assert (changed.state, changed.plan.terms.price) == (PlanState.CHANGE_PENDING, 26_000)
    assert _offered(central)["inventory-basic"].terms.price == 24_000
    catalogue.refuse(_submission(catalogue), AGENCY, "漲價未附說明")
    refused = catalogue.plan("inventory-basic", "sample-vendor-a")
    assert refused.latest is not None
    assert (refused.state, refused.latest.reason) == (PlanState.OFFERED, "漲價未附說明")
    catalogue.withdraw("inventory-basic", VENDOR, "停售", "sample-vendor-a")
    assert (catalogue.plan("inventory-basic").offered, _offered(central)) == (None, before)
    with central.store.database.reading() as connection:
        log = entries(connection, text="inventory-basic")
        assert first_broken(connection) is None
    assert [one.act for one in reversed(log)] == [
        "submit_plan", "approve_plan", "submit_plan", "refuse_plan", "withdraw_plan",
    ]  # fmt: skip


def test_a_plan_of_the_written_catalogue_changes_and_goes(central: Central, catalogue: Catalogue) -> None:
    written = _offered(central)["marketing-social"]
    with pytest.raises(PlanUnchanged):
        catalogue.submit(written, VENDOR)
    catalogue.submit(replace(written, summary="新的說明。"), VENDOR)
    catalogue.approve(_submission(catalogue, "marketing-social"), AGENCY, "可")
    assert _offered(central)["marketing-social"].summary == "新的說明。"
    assert list(_offered(central))[1] == "marketing-social", "it keeps its place"
    catalogue.withdraw("marketing-social", AGENCY, "違規")
    assert catalogue.plan("marketing-social").state is PlanState.WITHDRAWN
    assert "marketing-social" not in _offered(central)


def test_what_came_meanwhile_is_not_decided_unseen(central: Central, catalogue: Catalogue) -> None:
    catalogue.submit(PLAN, VENDOR)
    seen = _submission(catalogue)
    catalogue.submit(_changed(price=1), VENDOR)
    for act in (catalogue.approve, catalogue.refuse):
        with pytest.raises(SubmissionDecided):
            act(seen, AGENCY, "x")
    catalogue.withdraw("inventory-basic", VENDOR, "重寫", "sample-vendor-a")
    with pytest.raises(SubmissionDecided):
        catalogue.approve(_submission(catalogue), AGENCY, "x")
    with pytest.raises(PlanNotFound):
        catalogue.withdraw("inventory-basic", VENDOR, "再一次", "sample-vendor-a")
    with pytest.raises(PlanNotFound):
        catalogue.approve("no-such-submission", AGENCY, "x")
    assert catalogue.pending() == 0


def test_of_many_answers_one_counts(central: Central, catalogue: Catalogue) -> None:
    catalogue.submit(PLAN, VENDOR)
    submission = _submission(catalogue)

    def decide(act: Callable[[str, Who, str], None]) -> bool:
        try:
            act(submission, AGENCY, "同時")
        except SubmissionDecided:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(decide, [catalogue.approve, catalogue.refuse] * 2)) == 1


def test_another_process_decides_by_it_at_once(
    tmp_path: Path, central: Central, catalogue: Catalogue, organisation: SoftCard, programme: Programme
) -> None:
    membership = register(central, organisation, programme)
    catalogue.submit(PLAN, VENDOR)
    with another(central, tmp_path / "data") as other:
        assert "inventory-basic" not in _offered(other.central)
        catalogue.approve(_submission(catalogue), AGENCY, "可")
        terms = _offered(other.central)["inventory-basic"].terms
        rule(other.central, membership, placing(NUMBER, terms, organisation.holder, 0))


def test_orders_from_an_older_catalogue(
    central: Central, catalogue: Catalogue, organisation: SoftCard, programme: Programme, clock: HandClock
) -> None:
    """An order that exists goes on under its own terms; one that comes too late is told why not."""
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    plan = next(one for one in programme.plans.values() if (one.terms.price, one.terms.months) == (60_000, 6))
    catalogue.withdraw(plan.terms.plan_id, AGENCY, "停售")
    with pytest.raises(Refused) as unknown:
        rule(central, membership, placing(f"{NUMBER[:-1]}2", plan.terms, organisation.holder, 0))
    assert unknown.value.refusal is Refusal.PLAN_UNKNOWN
    central.vendor.confirm(NUMBER)
    central.vendor.pay(NUMBER, "TX-1")
    central.vendor.start(NUMBER)
    _, placed = central.vendor.order(NUMBER)
    assert placed.terms == plan.terms
    dearer = replace(plan, terms=replace(plan.terms, price=66_000))
    catalogue.submit(dearer, VENDOR)
    catalogue.approve(_submission(catalogue, plan.terms.plan_id), AGENCY, "重新上架")
    with pytest.raises(Refused) as changed:
        rule(central, membership, placing(f"{NUMBER[:-1]}2", plan.terms, organisation.holder, 0))
    assert changed.value.refusal is Refusal.TERMS_CHANGED


def test_an_id_stays_its_vendors(central: Central, catalogue: Catalogue) -> None:
    catalogue.submit(PLAN, VENDOR)
    theirs = _changed(vendor_id="sample-vendor-b")
    with pytest.raises(PlanIdTaken):
        catalogue.submit(theirs, VENDOR)
    catalogue.withdraw("inventory-basic", VENDOR, "不送了", "sample-vendor-a")
    with pytest.raises(PlanIdTaken):
        catalogue.submit(theirs, VENDOR)
    for act in (catalogue.plan, lambda plan, vendor: catalogue.withdraw(plan, VENDOR, "x", vendor)):
        with pytest.raises(PlanNotFound):
            act("inventory-basic", "sample-vendor-b")
    with pytest.raises(VendorUnknown):
        catalogue.submit(_changed(plan_id="other", vendor_id="nobody"), VENDOR)


def test_vendors_are_let_in(central: Central, catalogue: Catalogue) -> None:
    catalogue.add_vendor("new-vendor", "新進資訊服務廠商", AGENCY)
    assert catalogue.vendors()["new-vendor"] == "新進資訊服務廠商"
    for taken in ("new-vendor", "sample-vendor-a"):
        with pytest.raises(VendorTaken):
            catalogue.add_vendor(taken, "又一家", AGENCY)
    for vendor_id, name in (("", "x"), ("../x", "x"), ("x", ""), ("x", "a\nb"), ("x", "名" * 101)):
        with pytest.raises(ValueError, match="vendor"):
            catalogue.add_vendor(vendor_id, name, AGENCY)
    submitted = catalogue.submit(_changed(vendor_id="new-vendor"), VENDOR)
    assert submitted.plan.terms.vendor_name == "新進資訊服務廠商"


def test_the_last_plan_stays(central: Central, programme: Programme) -> None:
    only = replace(programme, plans={"marketing-social": programme.plans["marketing-social"]})
    catalogue = Catalogue(central.store.database, only, central.clock)
    with pytest.raises(LastPlan):
        catalogue.withdraw("marketing-social", AGENCY, "x")


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (_changed(plan_id="../../etc/passwd"), PlanFault.PLAN_ID),
        (_changed(plan_id="A"), PlanFault.PLAN_ID),
        (_changed(plan_id="a" * 41), PlanFault.PLAN_ID),
        (_changed(plan_name=""), PlanFault.PLAN_NAME),
        (_changed(plan_name=" 名"), PlanFault.PLAN_NAME),
        (_changed(plan_name="名" * 61), PlanFault.PLAN_NAME),
        (_changed(plan_name="一\n二"), PlanFault.PLAN_NAME),
        (_changed(plan_name="\u202e倒著讀"), PlanFault.PLAN_NAME),
        (_changed(months=0), PlanFault.MONTHS),
        (_changed(months=61), PlanFault.MONTHS),
        (_changed(price=-1), PlanFault.PRICE),
        (_changed(price=10_000_001), PlanFault.PRICE),
        (replace(PLAN, kinds=()), PlanFault.KINDS),
        (replace(PLAN, kinds=("SEO",)), PlanFault.KINDS),
        (replace(PLAN, kinds=("ERP系統", "ERP系統")), PlanFault.KINDS),
        (replace(PLAN, summary="長" * 201), PlanFault.SUMMARY),
        (replace(PLAN, summary_en="\x00"), PlanFault.SUMMARY_EN),
    ],
)
def test_what_no_plan_can_be(programme: Programme, plan: Plan, fault: PlanFault) -> None:
    from central.plan_checks import require_offerable

    with pytest.raises(PlanInvalid) as invalid:
        require_offerable(plan, programme.kinds)
    assert invalid.value.faults == (fault,)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'; DROP TABLE orders; --", "=1+1", "全　形"])
def test_strange_texts_are_texts(central: Central, catalogue: Catalogue, text: str) -> None:
    plan = replace(_changed(plan_name=text), summary=text, summary_en=text)
    catalogue.submit(plan, VENDOR)
    catalogue.approve(_submission(catalogue), AGENCY, text)
    assert _offered(central)["inventory-basic"].terms.plan_name == text


def test_nothing_without_a_reason(central: Central, catalogue: Catalogue) -> None:
    catalogue.submit(PLAN, VENDOR)
    submission = _submission(catalogue)
    for act in (
        lambda: catalogue.approve(submission, AGENCY, " "),
        lambda: catalogue.refuse(submission, AGENCY, ""),
        lambda: catalogue.withdraw("marketing-social", AGENCY, ""),
    ):
        with pytest.raises(ReasonMissing):
            act()
