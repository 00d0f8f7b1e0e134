"""A founding case as an aggregate of its own: what a counter asks of it, what happens, and where it stands.

A case is cut into parts, by names that `kiosk.contract.founding_record` gives. Who sends a part replaces that
part alone, so that two counters that work on different parts take nothing from each other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class KeepFoundingCase:
    """Keep these parts (JSON texts; an empty one is taken out). `code_hash` is of the code that opens it."""

    kind: ClassVar[str] = "keep_founding_case"
    code_hash: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DropFoundingCase:
    """Forget the case."""

    kind: ClassVar[str] = "drop_founding_case"


@dataclass(frozen=True, slots=True)
class FoundingCaseKept:
    """Parts were kept."""

    kind: ClassVar[str] = "founding_case_kept"
    code_hash: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FoundingCaseDropped:
    """The case was forgotten, for good."""

    kind: ClassVar[str] = "founding_case_dropped"


FoundingCommand = KeepFoundingCase | DropFoundingCase
FoundingEvent = FoundingCaseKept | FoundingCaseDropped
FOUNDING_KINDS = frozenset({KeepFoundingCase.kind, DropFoundingCase.kind})


@dataclass(frozen=True, slots=True)
class FoundingState:
    """What the events add up to. `version` counts them."""

    version: int = 0
    code_hash: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False


def decide_founding(state: FoundingState, command: FoundingCommand) -> tuple[FoundingEvent, ...]:
    """What `command` brings about; nothing where it is so already, or the case was dropped."""
    if state.dropped:
        return ()
    if isinstance(command, DropFoundingCase):
        return (FoundingCaseDropped(),)
    return (FoundingCaseKept(state.code_hash or command.code_hash, command.parts),)


def evolve_founding(state: FoundingState, events: Iterable[FoundingEvent]) -> FoundingState:
    """The case after `events`."""
    for event in events:
        version = state.version + 1
        if isinstance(event, FoundingCaseDropped):
            state = FoundingState(version, state.code_hash, {}, dropped=True)
        else:
            state = replace(
                state, version=version, code_hash=event.code_hash, parts=merged(state.parts, event.parts)
            )
    return state


def merged(before: Mapping[str, str], parts: Mapping[str, str]) -> Mapping[str, str]:
    """`before` with these parts in place of its own; those that are empty are taken out."""
    return {name: text for name, text in {**before, **parts}.items() if text}
