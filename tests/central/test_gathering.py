"""Who waits for central is decided with others who wait, and hears of its own end alone."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from central.gathering import Gathering
from central.processing import DeviceRevoked, Processor, Received, Sending
from kiosk.contract.api import MOST_COMMANDS
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope, Statement
from tests.central.kiosk import new_id

PATIENCE = 20.0


class Deciding(Processor):
    """Decides nothing; the first request is not answered before `go_on` is called."""

    def __init__(self) -> None:
        self.together: list[list[str]] = []
        self.fails: dict[str, Exception] = {}
        self.falls: Exception | None = None
        self._begun, self._may_end = threading.Event(), threading.Event()

    def receive_together(self, sendings: Sequence[Sending]) -> list[Received | Exception]:
        self.together.append([one.device_id for one in sendings])
        self._begun.set()
        assert self._may_end.wait(PATIENCE)
        if self.falls is not None:
            raise self.falls
        return [self.fails.get(one.device_id) or received(one.device_id) for one in sendings]

    async def begun(self) -> None:
        assert await asyncio.to_thread(self._begun.wait, PATIENCE)

    def go_on(self) -> None:
        self._may_end.set()


def received(device_id: str) -> Received:
    return Received((device_id.encode(),), ())


def sending(device_id: str, commands: int = 1) -> Sending:
    now = datetime.now(UTC)
    statement = Statement(command_id=new_id(), membership_id=new_id(), issued_at=now, kind="apply", body={})
    envelope = CommandEnvelope(
        statement=statement, device_id=new_id(), device_seq=1, previous=FIRST_IN_CHAIN, signature=None
    )
    return Sending(device_id, [envelope] * commands)


def play(first: Sending, following: Sequence[Sending], deciding: Deciding) -> list[Received | BaseException]:
    """What comes of a request and of those that come while it is decided."""

    async def played() -> list[Received | BaseException]:
        gathering = Gathering(deciding)
        tasks = [asyncio.create_task(gathering.receive(first))]
        await deciding.begun()
        tasks += [asyncio.create_task(gathering.receive(one)) for one in following]
        await asyncio.sleep(0)  # they wait now
        deciding.go_on()
        return await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), PATIENCE)

    return asyncio.run(played())


def test_nobody_waits_for_company() -> None:
    deciding = Deciding()
    assert play(sending("a"), [], deciding) == [received("a")]
    assert deciding.together == [["a"]]


def test_who_waits_does_it_in_company_and_hears_of_its_own_end() -> None:
    deciding = Deciding()
    deciding.fails["c"] = DeviceRevoked()
    answers = play(sending("a"), [sending("b"), sending("c"), sending("d")], deciding)
    assert deciding.together == [["a"], ["b", "c", "d"]]
    assert answers == [received("a"), received("b"), deciding.fails["c"], received("d")]


def test_requests_of_one_device_are_decided_one_after_the_other() -> None:
    deciding = Deciding()
    play(sending("a"), [sending("b"), sending("c"), sending("b"), sending("b")], deciding)
    assert deciding.together == [["a"], ["b", "c"], ["b"], ["b"]]


def test_no_more_commands_go_together_than_one_request_may_hold() -> None:
    deciding = Deciding()
    half = MOST_COMMANDS // 2
    play(sending("a"), [sending("b", half), sending("c", half), sending("d")], deciding)
    assert deciding.together == [["a"], ["b", "c"], ["d"]]


def test_a_request_that_is_too_large_for_company_goes_alone() -> None:
    deciding = Deciding()
    play(sending("a"), [sending("b", MOST_COMMANDS + 1), sending("c")], deciding)
    assert deciding.together == [["a"], ["b"], ["c"]]


def test_what_goes_wrong_for_all_is_told_to_all_and_keeps_nobody_waiting() -> None:
    deciding = Deciding()
    deciding.falls = RuntimeError("of the test")
    answers = play(sending("a"), [sending("b"), sending("c")], deciding)
    assert answers == [deciding.falls] * 3


def test_who_has_gone_away_is_not_told_and_holds_up_nobody() -> None:
    deciding = Deciding()

    async def played() -> Received:
        gathering = Gathering(deciding)
        gone = asyncio.create_task(gathering.receive(sending("a")))
        await deciding.begun()
        gone.cancel()
        waits = asyncio.create_task(gathering.receive(sending("b")))
        await asyncio.sleep(0)
        deciding.go_on()
        answer = await asyncio.wait_for(waits, PATIENCE)
        with pytest.raises(asyncio.CancelledError):
            await gone
        return answer

    assert asyncio.run(played()) == received("b")
    assert deciding.together == [["a"], ["b"]]


def test_an_event_loop_that_has_ended_leaves_nothing_behind() -> None:
    deciding = Deciding()
    gathering = Gathering(deciding)

    async def left() -> None:
        asyncio.get_running_loop().call_later(PATIENCE, deciding.go_on)
        tasks = [asyncio.ensure_future(gathering.receive(sending(name))) for name in ("a", "b")]
        await deciding.begun()
        for task in tasks:
            task.cancel()
        deciding.go_on()

    asyncio.run(left())
    assert asyncio.run(gathering.receive(sending("c"))) == received("c")
