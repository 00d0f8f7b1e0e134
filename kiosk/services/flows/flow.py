"""Where one is in a wizard: one step after another, back again, and on from a draft. Knows no Qt."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kiosk.services.drafts import Draft, Drafts

logger = logging.getLogger(__name__)

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a wizard.

    `heading` is the index of the heading it stands under, from 0. `answer` is the frozen dataclass that
    answers it. `following` names the step after it; empty for the last. A step that `seals` has done
    something that cannot be taken back by going back (a signature). A step that is not `kept` ends the draft
    when it is reached.
    """

    name: str
    heading: int
    answer: type
    following: str
    seals: bool = False
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Route:
    """The transition table of a wizard; the first step is where it starts."""

    flow: str
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step:
        """The step of this name. Raises LookupError."""
        for step in self.steps:
            if step.name == name:
                return step
        raise LookupError(name)


class DraftUnusable(Exception):
    """A draft does not fit the wizard any more (it is of an older version); it cannot be gone on with."""


class Flow(ABC):
    """A wizard in progress.

    Subclasses say what a step shows (`scene`) and what its answer brings about (`_perform`). Not
    for two threads at once. The log names steps, never answers.
    """

    def __init__(self, route: Route, drafts: Drafts, draft_id: str) -> None:
        self.route = route
        self.draft_id = draft_id
        self._drafts = drafts
        self._step = route.steps[0]
        self._answers: dict[str, Any] = {}
        self._before: list[str] = []
        self._performed: Any = None

    @property
    def step(self) -> Step:
        """Where one is."""
        return self._step

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step to go back to."""
        return bool(self._before)

    @property
    @abstractmethod
    def membership_id(self) -> str:
        """The membership that this is about."""

    @property
    def receipt_id(self) -> int | None:
        """The number of the paper that the flow has made, if it has made one."""
        return None

    @property
    def leads_to(self) -> tuple[str, str]:
        """Where one comes to when the last page is left: the name of a place, and what it is about."""
        return ("account", "") if self.receipt_id is None else ("receipt", str(self.receipt_id))

    @abstractmethod
    def scene(self) -> Any:
        """What the present step shows: a frozen dataclass. May read the database."""

    @abstractmethod
    def _perform(self, answer: Any) -> None:
        """Do what the answer of the present step asks for. Where it raises, one stays on the step."""

    def answer(self, step: str, kind: type[A]) -> A | None:
        """What was answered at `step`, if it was."""
        found = self._answers.get(step)
        return found if isinstance(found, kind) else None

    def given(self, step: str, kind: type[A]) -> A:
        """What was answered at `step`. Raises LookupError where it was not."""
        found = self.answer(step, kind)
        if found is None:
            raise LookupError(step)
        return found

    def apply(self, answer: Any) -> None:
        """Answer the present step and go on to the next; the draft is saved before this returns.

        Raises TypeError for another step's answer, and what the use case behind the step raises.
        """
        if type(answer) is not self._step.answer:
            raise TypeError(f"{type(answer).__name__} does not answer {self._step.name}")
        if answer != self._performed:
            self._perform(answer)
            self._performed = answer
        stood = self._step, dict(self._answers), list(self._before)
        self._answers[self._step.name] = answer
        if self._step.seals:
            self._before.clear()
        else:
            self._before.append(self._step.name)
        self._go(self._step.following)
        try:
            self._keep()
        except BaseException:
            # Nothing that could not be kept is shown as done; what was performed is not performed again.
            self._step, self._answers, self._before = stood
            raise
        self._performed = None

    def back(self) -> None:
        """Go back one step; its answer stays. Raises LookupError where there is none."""
        if not self._before:
            raise LookupError("there is nothing before this step")
        self._go(self._before.pop())
        self._keep()

    def start_at(self, step: str) -> None:
        """Start at a later step, as where the earlier ones were answered long ago."""
        self._go(step)
        self._keep()

    def resume(self, draft: Draft) -> None:
        """Go on where `draft` was left. Raises `DraftUnusable`."""
        try:
            self._step = self.route.step(draft.step)
            self._before = [self.route.step(name).name for name in draft.data["before"]]
            self._answers = {
                name: TypeAdapter(self.route.step(name).answer).validate_python(values)
                for name, values in draft.data["answers"].items()
            }
        except (LookupError, TypeError, ValidationError) as error:
            raise DraftUnusable(type(error).__name__) from None
        logger.info("flow %s: resumed at %s", self.route.flow, self._step.name)

    def discard(self) -> None:
        """Give up; the draft is deleted, what was submitted stays."""
        self._drafts.discard(self.draft_id)
        logger.info("flow %s: given up at %s", self.route.flow, self._step.name)

    def _go(self, step: str) -> None:
        logger.info("flow %s: %s to %s", self.route.flow, self._step.name, step)
        self._step = self.route.step(step)

    def _keep(self) -> None:
        if not self._step.kept:
            self._drafts.discard(self.draft_id)
            return
        data: Mapping[str, Any] = {
            "before": list(self._before),
            "answers": {
                name: TypeAdapter(type(answer)).dump_python(answer, mode="json")
                for name, answer in self._answers.items()
            },
        }
        self._drafts.save(self.draft_id, self.route.flow, self.membership_id, self._step.name, dict(data))
