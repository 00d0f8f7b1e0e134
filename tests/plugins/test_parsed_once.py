import tomllib

import pytest

from tests.plugins.parsed_once import once


def test_a_text_is_parsed_once_and_gives_objects_of_its_own() -> None:
    parsed: list[str] = []

    def loads(text: str) -> dict[str, object]:
        parsed.append(text)
        return {"day": [text]}

    remembering = once(loads)
    first, second = remembering("a"), remembering("a")
    assert first == second == {"day": ["a"]}
    assert first["day"] is not second["day"]
    remembering("b")
    assert parsed == ["a", "b"]


def test_what_is_wrong_is_told_each_time() -> None:
    for _ in range(2):
        with pytest.raises(tomllib.TOMLDecodeError):
            once(tomllib.loads)("=")
