"""What a kiosk tells central of how it is: for who looks after hundreds of them. Nothing about anybody."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

_MOST_CODES = 20
Code = Annotated[str, Field(pattern=r"^K-[A-Z]{2,8}-[0-9]{2}$")]
Part = Annotated[str, Field(max_length=40)]


class ConditionReport(BaseModel):
    """A kiosk's condition as of `at` (UTC).

    `last_sync` is when it was last in step, `oldest` when the oldest of the `waiting` commands was issued;
    `errors` are codes of the failure catalogue. `printer` and `reader` are None where there is one and it
    is well, else the code of what is the matter. `settings` says when the settings that it goes by were
    changed at central, None for none; `settings_refused` why a document was not taken: its name and place.
    `restart_due`: some of them hold from its next start on. `update` is the version that waits to be
    installed, "" for none; `update_failed` one that did not start here and was taken back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Part
    at: AwareDatetime
    last_sync: AwareDatetime | None
    waiting: Annotated[int, Field(ge=0)]
    oldest: AwareDatetime | None
    errors: Annotated[tuple[Code, ...], Field(max_length=_MOST_CODES)]
    disk_free_mb: Annotated[int, Field(ge=0)]
    printer: Code | None
    reader: Code | None
    settings: AwareDatetime | None = None
    settings_refused: Annotated[str, Field(max_length=200)] = ""
    restart_due: bool = False
    update: Part = ""
    update_failed: Part = ""


class ConditionAnswer(BaseModel):
    """When (UTC) central took the report."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    taken_at: datetime
