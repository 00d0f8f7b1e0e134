"""The programme's figures: data, in versions that hold from a date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.domain.assessment import Questionnaire
from kiosk.domain.calendar import WorkCalendar
from kiosk.domain.commands import Checker, Condition
from kiosk.domain.plans import Kind, Plan


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one version of the programme (`resources/programme.toml` says where each comes from).

    `grant` in points (1 point = NT$1), shares as a ratio, periods in months, clocks in days.
    """

    version: str
    holds_from: date
    grant: int
    points_share: int
    own_share: int
    activation_months: int
    validity_months: int
    eligibility_working_days: int
    vendor_confirms_days: int
    vendor_confirms_in_working_days: bool
    payment_working_days: int
    invoice_working_days: int
    service_working_days: int
    exactly_half_is_within: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """Days (Asia/Taipei), both included, on which no points are granted; what exists goes on."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Programme:
    """All that the rules look up: figures by version, the catalogue, the questions, the working days.

    `checked_by` says who checks each condition, `kinds` are the brochure's kinds of tools.
    `budget` is how many points there are for all memberships together, None where no figure is set.
    `points_out` of them are with memberships at the moment: central knows, a kiosk cannot and has 0.
    """

    versions: tuple[Figures, ...]
    plans: Mapping[str, Plan]
    kinds: tuple[Kind, ...]
    questionnaire: Questionnaire
    calendar: WorkCalendar
    checked_by: Mapping[Condition, Checker]
    pauses: tuple[Pause, ...] = ()
    budget: int | None = None
    points_out: int = 0

    def is_paused(self, day: date) -> bool:
        """Whether the programme is paused on `day` (Asia/Taipei)."""
        return any(pause.first_day <= day <= pause.last_day for pause in self.pauses)

    def has_budget_for(self, points: int) -> bool:
        """Whether so many points can still be granted (brochure: 至補助額度用罄為止)."""
        return self.budget is None or self.points_out + points <= self.budget

    def figures_on(self, day: date) -> Figures:
        """The figures that hold on `day` (Asia/Taipei). Raises LookupError before the first version."""
        holding = [figures for figures in self.versions if figures.holds_from <= day]
        if not holding:
            raise LookupError(day)
        return max(holding, key=lambda figures: figures.holds_from)

    def figures(self, version: str) -> Figures:
        """The figures of a version, for an order made under it. Raises LookupError for an unknown one."""
        for figures in self.versions:
            if figures.version == version:
                return figures
        raise LookupError(version)
