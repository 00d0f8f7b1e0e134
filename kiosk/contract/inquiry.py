"""A message to the help desk as JSON, read strictly."""

import json
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from kiosk.contract.codec import Json, Malformed
from kiosk.domain.inquiry import SendInquiry, faults_in

_SEND: TypeAdapter[SendInquiry] = TypeAdapter(SendInquiry)


def inquiry_body(asked: SendInquiry) -> Json:
    """It as JSON."""
    body: Json = _SEND.dump_python(asked, mode="json")
    return body


def inquiry_in(kind: str, body: Json) -> SendInquiry:
    """What was asked. Raises `Malformed`, whose text holds nothing of anybody's."""
    if kind != SendInquiry.kind:
        raise Malformed("inquiry: kind")
    try:
        asked = _SEND.validate_json(json.dumps(body), strict=True, extra="forbid")
        if asked.membership_id is not None and str(UUID(asked.membership_id)) != asked.membership_id:
            raise Malformed("inquiry: membership")
    except (ValidationError, ValueError):
        raise Malformed("inquiry: form") from None
    if any(faults_in(asked)):
        raise Malformed("inquiry: what cannot be")
    return asked
