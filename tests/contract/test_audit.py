"""The audit log's chain: whatever is done to it shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.contract.audit import (
    APPLICATION,
    LONGEST_LINE,
    PUBLIC_KEY,
    AuditEvent,
    AuditLine,
    End,
    Finding,
    Flaw,
    SignedLine,
    is_signed,
    prove,
    sign_end,
    sign_line,
)
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import FIRST_IN_CHAIN
from kiosk.contract.signed_documents import public_text

OLD, NEW, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
START = datetime(2026, 3, 2, 2, tzinfo=UTC)


def log_of(count: int, changes_key_at: int = 0) -> tuple[list[SignedLine], End]:
    """A log of `count` lines; from the line `changes_key_at` on another key signs."""
    lines: list[SignedLine] = []
    key = OLD
    for seq in range(1, count + 1):
        key = NEW if seq == changes_key_at else key
        details: dict[str, int | str] = {"n": seq}
        if seq in {1, changes_key_at}:
            details[PUBLIC_KEY] = public_text(key)
        line = AuditLine(
            appid=APPLICATION,
            seq=seq,
            datetime=START + timedelta(seconds=seq),
            device="d",
            who="counter",
            event=AuditEvent.CREATED,
            level=AuditEvent.CREATED.level,
            membership=None,
            what="place_order",
            details=details,
            previous=lines[-1].hash if lines else FIRST_IN_CHAIN,
        )
        lines.append(SignedLine(seq, line.text(), sign_line(line.text(), key)))
    return lines, sign_end(count, lines[-1].hash, key)


def own(key: Ed25519PrivateKey) -> set[str]:
    return {public_text(key)}


def flaws(lines: list[SignedLine], end: End | None, key: Ed25519PrivateKey = OLD) -> set[Flaw]:
    return {one.flaw for one in prove(lines, end, own(key)).findings}


@given(st.integers(1, 9), st.data())
def test_a_log_as_it_was_written_is_whole(count: int, data: st.DataObject) -> None:
    changes = data.draw(st.integers(0, count))
    lines, end = log_of(count, changes)
    assert prove(lines, end, own(NEW if changes else OLD)).findings == ()


@given(st.integers(1, 9), st.data())
def test_a_changed_line_is_found(count: int, data: st.DataObject) -> None:
    changes = data.draw(st.integers(0, count))
    lines, end = log_of(count, changes)
    at = data.draw(st.integers(0, count - 1))
    name = data.draw(st.sampled_from(("text", "signature")))
    text = getattr(lines[at], name)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    assume(other != text[place])
    lines[at] = replace(lines[at], **{name: text[:place] + other + text[place + 1 :]})
    assert prove(lines, end, own(NEW if changes else OLD)).findings


@given(st.integers(1, 9), st.data())
def test_a_removed_line_is_found(count: int, data: st.DataObject) -> None:
    lines, end = log_of(count)
    gone = data.draw(st.sets(st.integers(1, count), min_size=1))
    assert flaws([one for one in lines if one.seq not in gone], end) & {Flaw.REMOVED, Flaw.CUT_OFF}


@given(st.integers(2, 9), st.data())
def test_swapped_lines_are_found(count: int, data: st.DataObject) -> None:
    lines, end = log_of(count)
    one, other = data.draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=2, unique=True))
    lines[one], lines[other] = replace(lines[other], seq=one + 1), replace(lines[one], seq=other + 1)
    assert Flaw.SWAPPED in flaws(lines, end)


@given(st.integers(1, 6), st.data())
def test_who_has_the_database_but_not_the_key_cannot_write_another(count: int, data: st.DataObject) -> None:
    """Somebody writes the whole log anew, in a chain that holds, and signs it by a key of theirs."""
    lines, _end = log_of(count)
    forged: list[SignedLine] = []
    for seq, before in enumerate(lines, start=1):
        line = AuditLine.read(before.text)
        changed = {"previous": forged[-1].hash if forged else FIRST_IN_CHAIN, "who": "somebody else"}
        if seq == 1:
            changed["details"] = {PUBLIC_KEY: public_text(STRANGER)}  # type: ignore[assignment]
        text = line.model_copy(update=changed).text()
        forged.append(SignedLine(seq, text, sign_line(text, STRANGER)))
    end = sign_end(count, forged[-1].hash, STRANGER)
    assert flaws(forged, end) == {Flaw.OTHER_KEY}


class TestFindings:
    def test_say_which_line(self) -> None:
        lines, end = log_of(5)
        text = lines[2].text.replace('"n":3', '"n":4')
        lines[2] = replace(lines[2], text=text)
        assert prove(lines, end, own(OLD)).findings == (Finding(3, Flaw.CHANGED), Finding(4, Flaw.CHANGED))
        del lines[2]
        assert prove(lines, end, own(OLD)).findings == (Finding(4, Flaw.REMOVED),)

    def test_no_log_at_all_is_one(self) -> None:
        assert flaws([], None) == {Flaw.CUT_OFF, Flaw.OTHER_KEY}

    @pytest.mark.parametrize("cut", [1, 2])
    def test_an_end_that_was_written_anew_is_found(self, cut: int) -> None:
        lines, _end = log_of(5)
        lines = lines[:-cut]
        assert flaws(lines, sign_end(len(lines), lines[-1].hash, STRANGER)) == {Flaw.CUT_OFF}
        assert flaws(lines, End(len(lines), lines[-1].hash, lines[-1].signature)) == {Flaw.CUT_OFF}

    def test_what_is_signed_after_a_new_key_is_signed_by_that(self) -> None:
        lines, end = log_of(4, changes_key_at=2)
        lines[3] = replace(lines[3], signature=sign_line(lines[3].text, OLD))
        assert flaws(lines, end, NEW) == {Flaw.CHANGED}


@pytest.mark.parametrize("text", ["", "{}", "[]", "{" * 50, "x" * (LONGEST_LINE + 1)])
def test_what_no_line_is_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Malformed):
        AuditLine.read(text)


def test_a_line_has_one_form_only() -> None:
    lines, _end = log_of(1)
    with pytest.raises(Malformed):
        AuditLine.read(lines[0].text.replace(":", ": ", 1))


def test_a_key_that_is_none_signs_nothing() -> None:
    lines, _end = log_of(1)
    assert not is_signed(lines[0], "no key")


def test_levels_are_owasps() -> None:
    assert {event.level for event in AuditEvent} == {"INFO", "WARN", "CRITICAL"}
    assert (AuditEvent.SIGN_IN.level, AuditEvent.SIGN_IN_LOCKED.level, AuditEvent.NOT_ALLOWED.level) == (
        "INFO",
        "WARN",
        "CRITICAL",
    )
