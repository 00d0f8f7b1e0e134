"""Each TOML text is parsed once in a worker: the standard library's parser is slow, most so when traced.

Whoever parses the same text again gets the same values in objects of their own.
"""

import pickle
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest


def once(loads: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """`tomllib.loads`, which remembers what it has read. What is wrong with a text is told each time."""
    known: dict[str, bytes] = {}

    def remembering(text: str, **options: Any) -> dict[str, Any]:
        if options or not isinstance(text, str):
            return loads(text, **options)
        if text not in known:
            known[text] = pickle.dumps(loads(text))
        values: dict[str, Any] = pickle.loads(known[text])
        return values

    return remembering


@pytest.fixture(scope="session", autouse=True)
def _parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", once(tomllib.loads))
        yield
