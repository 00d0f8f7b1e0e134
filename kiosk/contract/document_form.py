"""Bytes of a document into what they say, or the place where they say nothing."""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kiosk.contract.documents import DocumentInvalid


def read_form(name: str, content: bytes, loads: Callable[[str], Any], adapter: TypeAdapter[Any]) -> Any:
    """The document `name`, whose text `loads` (of TOML or JSON) takes apart, in the form of `adapter`.

    Raises `DocumentInvalid`, which names document and place and quotes nothing.
    """
    try:
        return adapter.validate_python(loads(content.decode()))
    except ValidationError as error:
        places = ", ".join(".".join(map(str, detail["loc"])) for detail in error.errors(include_input=False))
        raise DocumentInvalid(f"{name}: {places}") from None
    except (ValueError, RecursionError):  # no UTF-8, no TOML or JSON
        raise DocumentInvalid(f"{name}: unreadable") from None
