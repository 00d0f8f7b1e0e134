"""The programme's documents: figures, catalogue and questionnaire, as the files of `resources/`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from kiosk.contract.document_checks import (
    faults_in_catalogue,
    faults_in_days,
    faults_in_figures,
    faults_in_pauses,
    faults_in_questionnaire,
)
from kiosk.domain.assessment import Questionnaire
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.plans import Plan
from kiosk.domain.programme import Figures, Pause, Programme


class DocumentInvalid(Exception):
    """A document does not have its form, or says what cannot be; the message names file and place."""


@dataclass(frozen=True, slots=True)
class _Figures:
    figures: tuple[Figures, ...]
    closed: frozenset[date]
    opened: frozenset[date]
    pauses: tuple[Pause, ...]
    budget: int | None = None

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")  # a budget misspelt is no budget


@dataclass(frozen=True, slots=True)
class _Catalogue:
    plans: tuple[Plan, ...]


_FIGURES, _CATALOGUE, _QUESTIONNAIRE = (
    TypeAdapter(_Figures),
    TypeAdapter(_Catalogue),
    TypeAdapter(Questionnaire),
)


def read_programme(folder: Path) -> Programme:
    """The programme as the files `programme.toml`, `catalogue.toml` and `questionnaire.toml` in `folder` say.

    Raises `DocumentInvalid`.
    """
    figures: _Figures = _read(folder / "programme.toml", _FIGURES)
    catalogue: _Catalogue = _read(folder / "catalogue.toml", _CATALOGUE)
    questionnaire: Questionnaire = _read(folder / "questionnaire.toml", _QUESTIONNAIRE)
    _require_none("programme.toml", faults_in_figures(figures.figures))
    _require_none("programme.toml", faults_in_days(figures.closed, figures.opened))
    _require_none("programme.toml", faults_in_pauses(figures.pauses, figures.budget))
    _require_none("catalogue.toml", faults_in_catalogue(catalogue.plans))
    _require_none("questionnaire.toml", faults_in_questionnaire(questionnaire))
    return Programme(
        versions=figures.figures,
        plans={plan.terms.plan_id: plan for plan in catalogue.plans},
        questionnaire=questionnaire,
        calendar=WorkCalendar(figures.closed, figures.opened),
        pauses=figures.pauses,
        budget=figures.budget,
    )


def _require_none(name: str, faults: Iterable[str]) -> None:
    found = "; ".join(faults)
    if found:
        raise DocumentInvalid(f"{name}: {found}")


def _read(file: Path, adapter: TypeAdapter[Any]) -> Any:
    try:
        return adapter.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        places = ", ".join(".".join(map(str, detail["loc"])) for detail in error.errors(include_input=False))
        raise DocumentInvalid(f"{file.name}: {places}") from None
    except (OSError, ValueError) as error:  # no file, no UTF-8, no TOML
        raise DocumentInvalid(f"{file.name}: {error}") from error
