"""What networks and what stands in them do to requests and answers, by chance that a seed repeats."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

import httpx2

from kiosk.contract.api import ApiProblem
from tests.proof.wire import Answer, Sent, Way

_HTML = ((b"content-type", b"text/html"),)
_JSON = ((b"content-type", b"application/json"),)
_PROBLEM = ((b"content-type", b"application/problem+json"),)
_OUR_PROBLEMS = {413: ApiProblem.TOO_LARGE, 429: ApiProblem.TOO_MANY_REQUESTS, 500: ApiProblem.INTERNAL}
_NONSENSE = (b"{}", b"[]", b'{"answers":[]}', b'{"answers":[{}]}', b'{"events":[],"cursor":"","more":true}')
_TROUBLED = (413, 429, 500, 502)


class Sky:
    """The weather over one office: requests that were held back arrive sometime, in whatever order."""

    def __init__(self, straight: Way, chance: Random, badness: float) -> None:
        self.straight, self.chance, self.badness = straight, chance, badness
        self.held: list[Sent] = []
        self.seen: Counter[str] = Counter()
        self._last: dict[tuple[str, str], Answer] = {}
        self._faults: tuple[Callable[[Sent], Answer], ...] = (
            self._lost, self._answer_lost, self._delayed, self._doubled, self._doubled_later,
            self._answer_torn, self._answer_short, self._request_torn, self._stale, self._status_before,
            self._status_after, self._garbage, self._nonsense,
        )  # fmt: skip

    def __call__(self, sent: Sent) -> Answer:
        """Bring a request to central, or not."""
        while self.held and self.chance.random() < 0.5:
            self._arrive()
        if self.chance.random() >= self.badness:
            self.seen["straight"] += 1
            return self._through(sent)
        fault = self.chance.choice(self._faults)
        self.seen[fault.__name__.strip("_")] += 1
        return fault(sent)

    def clear(self) -> None:
        """What was held back arrives after all."""
        while self.held:
            self._arrive()

    def _arrive(self) -> None:
        self.straight(self.held.pop(self.chance.randrange(len(self.held))))

    def _through(self, sent: Sent) -> Answer:
        answer = self.straight(sent)
        self._last[sent.method, sent.url] = answer
        return answer

    def _lost(self, _sent: Sent) -> Answer:
        raise self.chance.choice([httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.WriteError])("lost")

    def _answer_lost(self, sent: Sent) -> Answer:
        self._through(sent)
        raise self.chance.choice([httpx2.ReadTimeout, httpx2.ReadError])("lost on its way back")

    def _delayed(self, sent: Sent) -> Answer:
        self.held.append(sent)
        raise httpx2.ReadTimeout("still under way")

    def _doubled(self, sent: Sent) -> Answer:
        return self.chance.choice([self._through(sent), self._through(sent)])

    def _doubled_later(self, sent: Sent) -> Answer:
        self.held.append(sent)
        return self._through(sent)

    def _answer_torn(self, sent: Sent) -> Answer:
        self._through(sent)
        raise httpx2.RemoteProtocolError("peer closed connection without sending complete message body")

    def _answer_short(self, sent: Sent) -> Answer:
        answer = self._through(sent)
        return replace(answer, body=answer.body[: self.chance.randrange(len(answer.body) + 1)])

    def _request_torn(self, sent: Sent) -> Answer:
        return self.straight(replace(sent, body=sent.body[: self.chance.randrange(len(sent.body) + 1)]))

    def _stale(self, sent: Sent) -> Answer:
        """Somebody's cache gives what was answered under this address before."""
        return self._last.get((sent.method, sent.url)) or self._through(sent)

    def _status_before(self, _sent: Sent) -> Answer:
        return self._troubled()

    def _status_after(self, sent: Sent) -> Answer:
        self._through(sent)
        return self._troubled()

    def _troubled(self) -> Answer:
        status = self.chance.choice(_TROUBLED)
        code = _OUR_PROBLEMS.get(status)
        if code is None or self.chance.random() < 0.5:
            return Answer(status, _HTML, b"<html><h1>trouble</h1></html>")
        body = {"type": "about:blank", "title": "", "status": status, "code": code.value}
        return Answer(status, _PROBLEM, json.dumps(body).encode())

    def _garbage(self, _sent: Sent) -> Answer:
        garbage = self.chance.randbytes(self.chance.randrange(200))
        return Answer(200, self.chance.choice([_HTML, _JSON]), garbage)

    def _nonsense(self, _sent: Sent) -> Answer:
        return Answer(200, _JSON, self.chance.choice(_NONSENSE))
