"""The programme's documents: figures, catalogue and questionnaire, as the files of `resources/`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk.domain.assessment import Questionnaire
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.plans import Plan
from kiosk.domain.programme import Figures, Programme


class DocumentInvalid(Exception):
    """A document does not have its form; the message names file and place."""


@dataclass(frozen=True, slots=True)
class _Figures:
    figures: tuple[Figures, ...]
    closed: frozenset[date]
    opened: frozenset[date]


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
    figures = _read(folder / "programme.toml", _FIGURES)
    catalogue = _read(folder / "catalogue.toml", _CATALOGUE)
    return Programme(
        versions=figures.figures,
        plans={plan.terms.plan_id: plan for plan in catalogue.plans},
        questionnaire=_read(folder / "questionnaire.toml", _QUESTIONNAIRE),
        calendar=WorkCalendar(figures.closed, figures.opened),
    )


def _read(file: Path, adapter: TypeAdapter[Any]) -> Any:
    try:
        return adapter.validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        places = ", ".join(".".join(map(str, detail["loc"])) for detail in error.errors(include_input=False))
        raise DocumentInvalid(f"{file.name}: {places}") from None
    except (OSError, ValueError) as error:  # no file, no UTF-8, no TOML
        raise DocumentInvalid(f"{file.name}: {error}") from error
