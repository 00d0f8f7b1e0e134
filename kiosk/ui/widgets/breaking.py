"""Where a line may end: not between number and unit, nor so that one letter is left for the last line."""

import re

_JOINER = "\u2060"  # no width, and no line ends beside it
_FAST = "\u00a0"  # a space at which no line ends
_MAY_BREAK = "\u200b"  # no width, and a line may end there
_ADDRESS = re.compile(r"https?://\S+")
_IN_ADDRESS = re.compile(r"(?<=[/.?=&-])(?=[^/])")
_IN_NUMBER = re.compile(r"(?<=\b\d{8})(?=\d{12}\b)")  # of an order: after its day
_HAN = "\u3400-\u9fff"
_UNIT = re.compile(rf"(?<=\d) (?=[A-Za-z{_HAN}]{{1,8}}(?:\b|[^A-Za-z]))")
_HYPHEN = re.compile(r"(?<=\b[A-Za-z])-(?=[a-z])")  # e-mail
_LAST_WORD = re.compile(r"(?<=[a-z,;:]) (?=\S{1,4}$)")
_LAST_HAN = re.compile(rf"([{_HAN}])([{_HAN}])([{_HAN}])([。，、；：？！）」]*)$")
_LEAST_WORDS = 24  # characters: what is shorter has no last line to care for


def keep_together(text: str) -> str:
    """`text` for several lines of a screen: what belongs together is not torn apart. It reads the same."""
    return "\n".join(_line(line) for line in text.split("\n"))


def as_written(text: str) -> str:
    """What `keep_together` was given."""
    return text.replace(_JOINER, "").replace(_MAY_BREAK, "").replace(_FAST, " ")


def _line(line: str) -> str:
    line = _ADDRESS.sub(lambda found: _IN_ADDRESS.sub(_MAY_BREAK, found[0]), line)
    line = _IN_NUMBER.sub(_MAY_BREAK, line)
    line = _UNIT.sub(_FAST, line)
    line = _HYPHEN.sub(f"-{_JOINER}", line)
    if len(line) >= _LEAST_WORDS:
        line = _LAST_WORD.sub(_FAST, line)
    if len(line) >= _LEAST_WORDS // 2:
        line = _LAST_HAN.sub(rf"\1{_JOINER}\2{_JOINER}\3\4", line)
    return line
