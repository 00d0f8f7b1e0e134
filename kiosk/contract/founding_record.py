"""A founding case as it is kept: JSON of `Record`."""

from pydantic import TypeAdapter, ValidationError

from kiosk.contract.codec import Malformed
from kiosk.domain.founding.record import Record

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)


def record_json(record: Record) -> str:
    """The record as JSON text."""
    return _RECORD.dump_json(record).decode()


def record_from(text: str) -> Record:
    """The record in JSON text of ours. Raises `Malformed`, whose text holds nothing of anybody's."""
    try:
        return _RECORD.validate_json(text)
    except ValidationError as error:
        places = sorted(
            {str(detail["loc"][0]) for detail in error.errors(include_input=False) if detail["loc"]}
        )
        raise Malformed(f"founding case: {', '.join(places) or 'form'}") from None
