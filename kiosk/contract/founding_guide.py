"""The guide to founding a cooperative, as `resources/founding_guide.toml` says."""

import tomllib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk.contract.documents import DocumentInvalid
from kiosk.domain.founding.guide import DeadlineName, Guide, Part

_NAME = "founding_guide.toml"


def read_guide(folder: Path) -> Guide:
    """The guide in `folder`: five steps in their order, every deadline explained.

    Raises `DocumentInvalid`.
    """
    try:
        values = tomllib.loads((folder / _NAME).read_text(encoding="utf-8"))
        guide: Guide = TypeAdapter(Guide).validate_python(values)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, detail["loc"])) for detail in error.errors(include_input=False))
        raise DocumentInvalid(f"{_NAME}: {places}") from None
    except (OSError, ValueError) as error:  # not there, no UTF-8, no TOML
        raise DocumentInvalid(f"{_NAME}: {type(error).__name__}") from None
    if tuple(part.part for part in guide.parts) != tuple(Part):
        raise DocumentInvalid(f"{_NAME}: parts")
    if set(guide.deadlines) != set(DeadlineName):
        raise DocumentInvalid(f"{_NAME}: deadlines")
    return guide
