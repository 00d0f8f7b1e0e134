"""Requests that come while others are decided are decided together, in one transaction.

A transaction costs the database as much for one command as for many. So nobody waits for company, but who has
to wait anyhow does it in company: the more there is to do, the less each command costs.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from central.processing import Processor, Received, Sending
from kiosk.contract.api import MOST_COMMANDS


@dataclass(frozen=True, slots=True)
class _Waiting:
    sending: Sending
    answer: "asyncio.Future[Received]"


class Gathering:
    """Hands requests to the processor, some at a time. Used from one event loop at a time."""

    def __init__(self, processor: Processor) -> None:
        self._processor = processor
        self._waiting: list[_Waiting] = []
        self._deciding: asyncio.Task[None] | None = None

    async def receive(self, sending: Sending) -> Received:
        """The answers to one request. Raises what `Processor.receive` raises."""
        loop = asyncio.get_running_loop()
        if self._deciding is not None and self._deciding.get_loop() is not loop:
            self._waiting, self._deciding = [], None  # whoever waited there has gone with their loop
        answer: asyncio.Future[Received] = loop.create_future()
        self._waiting.append(_Waiting(sending, answer))
        if self._deciding is None or self._deciding.done():
            self._deciding = asyncio.create_task(self._decide())
        return await answer

    async def _decide(self) -> None:
        while self._waiting:
            taken = self._next()
            sendings = [one.sending for one in taken]
            answers: Sequence[Received | Exception]
            try:
                answers = await run_in_threadpool(self._processor.receive_together, sendings)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever
                answers = [error for _ in taken]
            _tell(taken, answers)

    def _next(self) -> list[_Waiting]:
        """The first that waits, and those that go with it: each of another device, not too many commands."""
        taken: dict[str, _Waiting] = {}
        left: list[_Waiting] = []
        commands = 0
        for one in self._waiting:
            commands += len(one.sending.envelopes)
            fits = not taken or commands <= MOST_COMMANDS
            if fits and one.sending.device_id not in taken:
                taken[one.sending.device_id] = one
            else:
                left.append(one)
        self._waiting = left
        return list(taken.values())


def _tell(waiting: Sequence[_Waiting], answers: Sequence[Received | Exception]) -> None:
    for one, answer in zip(waiting, answers, strict=True):
        if one.answer.cancelled():
            continue
        if isinstance(answer, Exception):
            one.answer.set_exception(answer)
        else:
            one.answer.set_result(answer)
