"""The small forms that an act asks for, as HTML, and what comes back from them."""

from collections.abc import Callable, Iterable
from datetime import date

from markupsafe import Markup, escape
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette_admin.exceptions import ActionFailed

from central.backoffice.words import Text, told

Form = Callable[..., str]

_LONGEST = 500


def form(*rows: Callable[[], Markup]) -> Form:
    """A form of these rows, made anew in the language of each request."""

    def build(_request: Request, *_row: object) -> str:
        return str(Markup("<form>{}</form>").format(Markup("").join(row() for row in rows)))

    return build


def hidden(name: str, value: str) -> Callable[[], Markup]:
    """What the form was made for, so that nothing else is done with it."""
    return lambda: Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def text(name: str, label: Text, *, placeholder: str = "", kind: str = "text") -> Callable[[], Markup]:
    """One line. `kind` is the input's type."""
    return lambda: Markup(
        '<div class="mt-3"><label class="form-label" for="f-{name}">{label}</label>'
        '<input class="form-control" type="{kind}" id="f-{name}" name="{name}" maxlength="{most}"'
        ' placeholder="{placeholder}" autocomplete="off"></div>'
    ).format(name=name, label=label, kind=kind, placeholder=placeholder, most=_LONGEST)


def lines(name: str, label: Text) -> Callable[[], Markup]:
    """Some lines."""
    return lambda: Markup(
        '<div class="mt-3"><label class="form-label" for="f-{name}">{label}</label>'
        '<textarea class="form-control" rows="3" id="f-{name}" name="{name}" maxlength="{most}">'
        "</textarea></div>"
    ).format(name=name, label=label, most=_LONGEST)


def boxes(name: str, label: Text, options: Iterable[tuple[str, Text]]) -> Callable[[], Markup]:
    """Any of these."""
    choices = tuple(options)

    def build() -> Markup:
        rows = Markup("").join(
            Markup(
                '<label class="form-check"><input class="form-check-input" type="checkbox" name="{name}"'
                ' value="{value}"><span class="form-check-label">{words}</span></label>'
            ).format(name=name, value=value, words=words)
            for value, words in choices
        )
        return Markup(
            '<fieldset class="mt-3"><legend class="form-label">{label}</legend>{rows}</fieldset>'
        ).format(label=label, rows=rows)

    return build


def choice(name: str, label: Text, options: Callable[[], Iterable[tuple[str, Text]]]) -> Callable[[], Markup]:
    """One of these."""

    def build() -> Markup:
        rows = Markup("").join(
            Markup('<option value="{}">{}</option>').format(value, words) for value, words in options()
        )
        return Markup(
            '<div class="mt-3"><label class="form-label" for="f-{name}">{label}</label>'
            '<select class="form-select" id="f-{name}" name="{name}">{rows}</select></div>'
        ).format(name=name, label=label, rows=rows)

    return build


def field(data: FormData, name: str) -> str:
    """What was typed, without blanks around it. Raises `ActionFailed` for what no form of ours sends."""
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST or "\x00" in value:
        raise ActionFailed(told("輸入的內容不能接受。", "What was entered cannot be taken."))
    return value.strip()


def day_field(data: FormData, name: str) -> date | None:
    """A day; None where none was given. Raises `ActionFailed` for what is no day."""
    typed = field(data, name)
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ActionFailed(
            told("日期請填成 2026-03-02 的形式。", "Please give the day as 2026-03-02.")
        ) from None


def shown(value: object) -> str:
    """A value as HTML."""
    return str(escape(value))
