"""What a document of the programme may say by its form but cannot mean: each place, and why."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from kiosk.domain.assessment import BEST_ANSWER, Questionnaire
from kiosk.domain.commands import Checker, Condition
from kiosk.domain.plans import Kind, Plan
from kiosk.domain.programme import Figures, Pause

_ONE_OR_MORE = (
    "grant",
    "points_share",
    "own_share",
    "activation_months",
    "validity_months",
    "eligibility_working_days",
    "vendor_confirms_days",
    "payment_working_days",
    "invoice_working_days",
    "service_working_days",
)


def faults_in_figures(versions: Sequence[Figures]) -> Iterator[str]:
    """Places of `programme.toml` whose figures cannot be, as "place: why"."""
    if not versions:
        yield "figures: none"
    yield from _repeated("figures", "version", [figures.version for figures in versions])
    yield from _repeated("figures", "holds_from", [figures.holds_from for figures in versions])
    for index, figures in enumerate(versions):
        place = f"figures.{index}"
        yield from _empty(place, {"version": figures.version})
        for name in _ONE_OR_MORE:
            if getattr(figures, name) < 1:
                yield f"{place}.{name}: less than 1"
        if figures.validity_months < figures.activation_months:
            yield f"{place}.validity_months: shorter than activation_months"


def faults_in_days(closed: AbstractSet[date], opened: AbstractSet[date]) -> Iterator[str]:
    """Days of `programme.toml` that are both closed and opened."""
    for day in sorted(closed & opened):
        yield f"opened: {day} is closed as well"


def faults_in_pauses(pauses: Sequence[Pause], budget: int | None) -> Iterator[str]:
    """Pauses of `programme.toml` that end before they begin, and a budget below nothing."""
    for index, pause in enumerate(pauses):
        if pause.last_day < pause.first_day:
            yield f"pauses.{index}.last_day: before first_day"
    if budget is not None and budget < 0:
        yield "budget: less than 0"


def faults_in_conditions(checked_by: Mapping[Condition, Checker]) -> Iterator[str]:
    """Conditions of `programme.toml` that nobody checks."""
    for condition in Condition:
        if condition not in checked_by:
            yield f"conditions.{condition.value}: nobody checks it"


def faults_in_catalogue(plans: Sequence[Plan], kinds: Sequence[Kind]) -> Iterator[str]:
    """Places of `catalogue.toml` that cannot be; a plan is of kinds that belong to its category."""
    yield from _repeated("kinds", "name", [kind.name for kind in kinds])
    for index, kind in enumerate(kinds):
        yield from _empty(f"kinds.{index}", {"name": kind.name, "name_en": kind.name_en})
    if not plans:
        yield "plans: none"
    yield from _repeated("plans", "terms.plan_id", [plan.terms.plan_id for plan in plans])
    for index, plan in enumerate(plans):
        terms, place = plan.terms, f"plans.{index}.terms"
        own = {kind.name for kind in kinds if kind.category is plan.category}
        yield from _unknown(f"plans.{index}.kinds", plan.kinds, own)
        yield from _empty(
            place,
            {
                "plan_id": terms.plan_id,
                "plan_name": terms.plan_name,
                "vendor_id": terms.vendor_id,
                "vendor_name": terms.vendor_name,
            },
        )
        for name, figure in (("months", terms.months), ("price", terms.price)):
            if figure < 1:
                yield f"{place}.{name}: less than 1"


def faults_in_questionnaire(questionnaire: Questionnaire, kinds: Sequence[Kind]) -> Iterator[str]:
    """Places of `questionnaire.toml` that cannot be; `kinds` are those of the catalogue."""
    themes = questionnaire.themes
    yield from _empty("questionnaire", {"version": questionnaire.version})
    if not themes:
        yield "themes: none"
    yield from _repeated("themes", "theme_id", [theme.theme_id for theme in themes])
    asked = [question.question_id for theme in themes for question in theme.questions]
    yield from _repeated("questions", "question_id", asked)
    for index, theme in enumerate(themes):
        yield from _unknown(f"themes.{index}.kinds", theme.kinds, {kind.name for kind in kinds})
        if not theme.questions:
            yield f"themes.{index}.questions: none"
        for number, question in enumerate(theme.questions):
            for name, anchors in (("anchors", question.anchors), ("anchors_en", question.anchors_en)):
                if len(anchors) != BEST_ANSWER + 1 or not all(map(str.strip, anchors)):
                    yield f"themes.{index}.questions.{number}.{name}: not {BEST_ANSWER + 1} texts"


def _repeated(place: str, name: str, values: Iterable[Hashable]) -> Iterator[str]:
    seen: set[Hashable] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield f"{place}.{index}.{name}: {value} a second time"
        seen.add(value)


def _unknown(place: str, names: Iterable[str], known: AbstractSet[str]) -> Iterator[str]:
    for index, name in enumerate(names):
        if name not in known:
            yield f"{place}.{index}: no kind of this name here"


def _empty(place: str, texts: dict[str, str]) -> Iterator[str]:
    for name, text in texts.items():
        if not text.strip():
            yield f"{place}.{name}: empty"
