"""A founding case as commands and events: parts replace parts, and what is dropped stays dropped."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.founding.keeping import (
    FOUNDING_KINDS,
    DropFoundingCase,
    FoundingCaseDropped,
    FoundingCaseKept,
    FoundingCommand,
    FoundingState,
    KeepFoundingCase,
    decide_founding,
    evolve_founding,
)

PARTS = st.dictionaries(st.sampled_from(["plan", "case.name", "texts"]), st.sampled_from(["", "1", "2"]))
COMMANDS = st.lists(
    st.one_of(st.builds(KeepFoundingCase, st.just("code"), PARTS), st.just(DropFoundingCase()))
)


def after(*commands: FoundingCommand) -> FoundingState:
    state = FoundingState()
    for command in commands:
        state = evolve_founding(state, decide_founding(state, command))
    return state


def test_parts_replace_parts_and_empty_ones_are_taken_out() -> None:
    state = after(
        KeepFoundingCase("first", {"plan": "1", "texts": "2"}),
        KeepFoundingCase("second", {"plan": "3"}),
        KeepFoundingCase("first", {"texts": ""}),
    )
    assert state == FoundingState(3, "first", {"plan": "3"})


def test_what_is_dropped_is_empty_and_stays_so() -> None:
    kept, dropped = KeepFoundingCase("code", {"plan": "1"}), DropFoundingCase()
    state = after(kept, dropped)
    assert state == FoundingState(2, "code", {}, dropped=True)
    assert decide_founding(state, kept) == decide_founding(state, dropped) == ()
    assert decide_founding(FoundingState(), dropped) == (FoundingCaseDropped(),)
    assert decide_founding(FoundingState(), kept) == (FoundingCaseKept("code", {"plan": "1"}),)
    assert {kept.kind, dropped.kind} == FOUNDING_KINDS


@given(COMMANDS)
def test_the_last_part_counts(commands: list[FoundingCommand]) -> None:
    state = after(*commands)
    if DropFoundingCase() in commands:
        assert state.dropped
        assert not state.parts
        return
    expected: dict[str, str] = {}
    for command in commands:
        assert isinstance(command, KeepFoundingCase)
        expected.update(command.parts)
    assert state.parts == {name: text for name, text in expected.items() if text}
    assert state.version == len(commands)
