"""驗證Email: six digits, ten minutes, five tries, one use."""

from collections.abc import Callable
from dataclasses import replace

import httpx2
import pytest

from central.app import Central
from central.settings import PerMinute, Settings
from kiosk.contract.api import ApiProblem
from tests.central.conftest import HandClock, until
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening


@pytest.fixture
def member(kiosk: Kiosk, organisation: SoftCard, clock: HandClock) -> str:
    membership = new_id()
    opened = kiosk.command(opening(organisation, clock()), membership, organisation)
    assert kiosk.send(opened, kiosk.command(application(), membership)) == [("accepted", "")] * 2
    return membership


def _wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def _problem(answer: httpx2.Response) -> tuple[ApiProblem, int | None]:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return ApiProblem(problem["code"]), problem.get("tries_left")


def test_the_mail_and_what_stays_of_it(
    kiosk: Kiosk, member: str, central: Central, code_of: Callable[[str], str]
) -> None:
    code = code_of(member)
    assert len(code) == 6
    assert code.isdecimal()
    mail = kiosk.http.get("/training/mails").json()[-1]
    assert mail["to"] == "office@coop.example"
    assert code not in mail["subject"]
    assert "驗證碼" in mail["body"]
    assert f"Your verification code is: {code}" in mail["body"]

    def kept() -> str:
        with central.store.database.reading() as connection:
            rows = [
                connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in ("mail", "email_code")
            ]
        return str(rows)

    until(lambda: code not in kept())


def test_a_wrong_code_counts_down_until_it_is_used_up(
    kiosk: Kiosk, member: str, code_of: Callable[[str], str]
) -> None:
    code = code_of(member)
    for left in (4, 3, 2, 1):
        assert _problem(kiosk.check_code(member, _wrong(code))) == (ApiProblem.EMAIL_CODE_WRONG, left)
    assert _problem(kiosk.check_code(member, _wrong(code))) == (ApiProblem.EMAIL_CODE_USED_UP, None)
    assert _problem(kiosk.check_code(member, code)) == (ApiProblem.EMAIL_CODE_USED_UP, None)
    assert "email_confirmed" not in kiosk.kinds(member)


def test_a_code_holds_for_ten_minutes(
    kiosk: Kiosk, member: str, clock: HandClock, code_of: Callable[[str], str]
) -> None:
    assert _problem(kiosk.check_code(member, "000000")) == (ApiProblem.EMAIL_CODE_EXPIRED, None)
    code = code_of(member)
    clock.move(minutes=10, seconds=1)
    assert _problem(kiosk.check_code(member, code)) == (ApiProblem.EMAIL_CODE_EXPIRED, None)
    assert kiosk.check_code(member, code_of(member)).status_code == 204


def test_one_code_a_minute(
    kiosk: Kiosk, member: str, clock: HandClock, code_of: Callable[[str], str]
) -> None:
    first = code_of(member)
    assert _problem(kiosk.ask_code(member)) == (ApiProblem.EMAIL_CODE_TOO_OFTEN, None)
    clock.move(seconds=61)
    second = code_of(member)
    if first != second:
        assert _problem(kiosk.check_code(member, first)) == (ApiProblem.EMAIL_CODE_WRONG, 4)
    assert kiosk.check_code(member, f" {second} ").status_code == 204


class TestRates:
    """A kiosk whose corrected addresses would each get a mail at once."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, limits=PerMinute(code=3))

    def test_no_kiosk_writes_to_everybody(self, kiosk: Kiosk, member: str, central: Central) -> None:
        answers = []
        for number in range(5):
            kiosk.send(kiosk.command(application(f"{number}@coop.example"), member))
            answers.append(kiosk.ask_code(member))
        assert [answer.status_code for answer in answers] == [202] * 3 + [429] * 2
        assert _problem(answers[-1]) == (ApiProblem.TOO_MANY_REQUESTS, None)
        assert int(answers[-1].headers["retry-after"]) >= 1
        with central.store.database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM mail").scalar() == 3


def test_a_code_works_once_and_says_so_again(
    kiosk: Kiosk, member: str, clock: HandClock, code_of: Callable[[str], str]
) -> None:
    code = code_of(member)
    assert kiosk.check_code(member, code).status_code == 204
    clock.move(minutes=9)
    assert kiosk.check_code(member, code).status_code == 204
    assert _problem(kiosk.check_code(member, _wrong(code))) == (ApiProblem.EMAIL_CODE_EXPIRED, None)
    clock.move(minutes=2)
    assert _problem(kiosk.check_code(member, code)) == (ApiProblem.EMAIL_CODE_EXPIRED, None)
    assert kiosk.kinds(member).count("email_confirmed") == 1


def test_a_new_address_needs_a_new_code(kiosk: Kiosk, member: str, code_of: Callable[[str], str]) -> None:
    code = code_of(member)
    assert kiosk.send(kiosk.command(application("other@coop.example"), member)) == [("accepted", "")]
    assert _problem(kiosk.check_code(member, code)) == (ApiProblem.EMAIL_CODE_EXPIRED, None)
    # It does not wait for the minute of the mistyped one.
    assert kiosk.check_code(member, code_of(member)).status_code == 204


def test_memberships_that_get_no_code(
    kiosk: Kiosk,
    new_kiosk: Callable[..., Kiosk],
    member: str,
    citizen: SoftCard,
    clock: HandClock,
) -> None:
    south, opened = new_kiosk("訓練用南區服務據點"), new_id()
    south.send(south.command(opening(citizen, clock(), ubn="04595257"), opened, citizen))
    for device, membership in ((kiosk, new_id()), (south, member), (south, opened)):
        assert _problem(device.ask_code(membership)) == (ApiProblem.MEMBERSHIP_UNKNOWN, None)
        assert _problem(device.check_code(membership, "1")) == (ApiProblem.MEMBERSHIP_UNKNOWN, None)


def test_a_code_without_form(kiosk: Kiosk, member: str, code_of: Callable[[str], str]) -> None:
    code_of(member)
    assert _problem(kiosk.check_code(member, "1" * 17)) == (ApiProblem.MALFORMED, None)
    assert _problem(kiosk.check_code(member, "१२३४५६")) == (ApiProblem.EMAIL_CODE_WRONG, 4)
