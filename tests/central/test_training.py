"""What training plays with, and that nobody else can."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from central.api.problems import add_problem_handlers
from central.api.training import TrainingParts, training_router
from central.app import Central
from central.backoffice.passwords import Passwords
from central.mail.sink import MailSink
from central.store.counter_staff import accounts
from central.vendor import training_invoice_number
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal
from tests.central.conftest import Service
from tests.central.kiosk import Kiosk, SoftCard, new_id
from tests.central.registered import order, register

NUMBER = "20260302100000000001"


def test_the_vendors_answers(
    kiosk: Kiosk, central: Central, organisation: SoftCard, programme: Programme
) -> None:
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    early = kiosk.http.post("/training/vendor/pay", json={"order_number": NUMBER})
    assert (early.status_code, early.json()["code"]) == (409, Refusal.ORDER_STATE.value)
    assert kiosk.training("vendor/decline", {"order_number": NUMBER})["state"] == "cancelled"
    assert kiosk.training("deadlines") == {"events": 0}
    assert [one["order_number"] for one in kiosk.http.get("/training/orders").json()] == [NUMBER]
    shown = kiosk.http.get("/training/memberships").json()
    assert [(one["membership_id"], one["eligibility"]) for one in shown] == [(membership, "approved")]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("vendor/confirm", {"order_number": "1"}, 404),
        ("vendor/steal", {"order_number": "1"}, 400),
        ("vendor/confirm", {}, 400),
        ("agency/approve", {"membership_id": new_id()}, 404),
    ],
)
def test_what_training_does_not_find(kiosk: Kiosk, path: str, body: dict[str, str], status: int) -> None:
    answer = kiosk.http.post(f"/training/{path}", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_training_s_staff_is_added_once(kiosk: Kiosk, central: Central) -> None:
    one = {"staff_id": "counter", "name": "訓練櫃台", "role": "counter", "password": "training"}
    for role in ("counter", "technician"):  # what there is stays as it is
        body = {"office": "訓練處", "staff": [{**one, "role": role}]}
        assert kiosk.http.post("/training/staff", json=body).status_code == 204
    with central.store.database.reading() as connection:
        (row,) = accounts(connection, "訓練處")
    assert (row.role, row.must_change) == ("counter", False)
    assert Passwords().is_right("training", row.password_hash)


def test_a_payment_page_names_nobody(
    kiosk: Kiosk, central: Central, organisation: SoftCard, programme: Programme
) -> None:
    order(central, register(central, organisation, programme), organisation, programme, NUMBER)
    page = kiosk.http.get(f"/pay/{NUMBER}")
    assert "合作社" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert kiosk.http.get("/pay/<script>").status_code == 404


def test_an_invoice_number_that_is_none() -> None:
    assert training_invoice_number(NUMBER) == "訓練-00000001"


def test_only_from_this_machine(service: Service) -> None:
    central = service.central
    parts = TrainingParts(
        central.store.database, central.vendor, central.agency, central.deadlines, MailSink(), central.clock
    )
    app = FastAPI()
    add_problem_handlers(app)
    app.include_router(training_router(parts))
    assert TestClient(app, client=("192.0.2.1", 5)).get("/training/orders").status_code == 403
    assert TestClient(app, client=("127.0.0.1", 5)).get("/training/orders").status_code == 200
