"""The programme's documents: figures, catalogue and questionnaire, from `resources/` or from central."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from kiosk.contract.document_checks import (
    faults_in_catalogue,
    faults_in_conditions,
    faults_in_days,
    faults_in_figures,
    faults_in_pauses,
    faults_in_questionnaire,
)
from kiosk.contract.founding_checks import faults_in_founding
from kiosk.domain.assessment import Questionnaire
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.commands import Checker, Condition
from kiosk.domain.founding.rules import FoundingRules
from kiosk.domain.plans import Kind, Plan
from kiosk.domain.programme import Figures, Pause, Programme


class DocumentInvalid(Exception):
    """A document does not have its form, or says what cannot be; the message names file and place."""


@dataclass(frozen=True, slots=True)
class _Figures:
    figures: tuple[Figures, ...]
    closed: frozenset[date]
    opened: frozenset[date]
    pauses: tuple[Pause, ...]
    conditions: Mapping[Condition, Checker]
    budget: int | None = None

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")  # a budget misspelt is no budget


@dataclass(frozen=True, slots=True)
class _Catalogue:
    kinds: tuple[Kind, ...]
    plans: tuple[Plan, ...]


_FIGURES, _CATALOGUE, _QUESTIONNAIRE = (
    TypeAdapter(_Figures),
    TypeAdapter(_Catalogue),
    TypeAdapter(Questionnaire),
)


PROGRAMME_DOCUMENTS = ("programme", "catalogue", "questionnaire")
"""What a programme is made of; each is a file of `resources/`, with `.toml` behind its name."""


def read_programme(folder: Path) -> Programme:
    """The programme as the files `programme.toml`, `catalogue.toml` and `questionnaire.toml` in `folder` say.

    Raises `DocumentInvalid`.
    """
    return parse_programme({name: _bytes(folder / f"{name}.toml") for name in PROGRAMME_DOCUMENTS})


def parse_programme(contents: Mapping[str, bytes]) -> Programme:
    """The programme as the bytes of `PROGRAMME_DOCUMENTS` say. Raises `DocumentInvalid`."""
    figures: _Figures = _parse("programme.toml", contents["programme"], _FIGURES)
    catalogue: _Catalogue = _parse("catalogue.toml", contents["catalogue"], _CATALOGUE)
    questionnaire: Questionnaire = _parse("questionnaire.toml", contents["questionnaire"], _QUESTIONNAIRE)
    _require_none("programme.toml", faults_in_figures(figures.figures))
    _require_none("programme.toml", faults_in_days(figures.closed, figures.opened))
    _require_none("programme.toml", faults_in_pauses(figures.pauses, figures.budget))
    _require_none("programme.toml", faults_in_conditions(figures.conditions))
    _require_none("catalogue.toml", faults_in_catalogue(catalogue.plans, catalogue.kinds))
    _require_none("questionnaire.toml", faults_in_questionnaire(questionnaire, catalogue.kinds))
    return Programme(
        versions=figures.figures,
        plans={plan.terms.plan_id: plan for plan in catalogue.plans},
        kinds=catalogue.kinds,
        questionnaire=questionnaire,
        calendar=WorkCalendar(figures.closed, figures.opened),
        checked_by=figures.conditions,
        pauses=figures.pauses,
        budget=figures.budget,
    )


def read_founding(folder: Path) -> FoundingRules:
    """What founding a cooperative is measured by, as `founding.toml` in `folder` says.

    Raises `DocumentInvalid`.
    """
    rules: FoundingRules = _parse(
        "founding.toml", _bytes(folder / "founding.toml"), TypeAdapter(FoundingRules)
    )
    _require_none("founding.toml", faults_in_founding(rules))
    return rules


def _require_none(name: str, faults: Iterable[str]) -> None:
    found = "; ".join(faults)
    if found:
        raise DocumentInvalid(f"{name}: {found}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise DocumentInvalid(f"{file.name}: {error}") from error


def _parse(name: str, content: bytes, adapter: TypeAdapter[Any]) -> Any:
    try:
        return adapter.validate_python(tomllib.loads(content.decode()))
    except ValidationError as error:
        places = ", ".join(".".join(map(str, detail["loc"])) for detail in error.errors(include_input=False))
        raise DocumentInvalid(f"{name}: {places}") from None
    except ValueError as error:  # no UTF-8, no TOML
        raise DocumentInvalid(f"{name}: {error}") from error
