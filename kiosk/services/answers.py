"""An answer of central's, read as far as it may be long: a hostile one fills no memory."""

import httpx2

from kiosk.services.failures import Failed, Trouble

LARGEST_ANSWER = 128 * 1024 * 1024
"""Bytes. The longest that is asked for is a page of events."""

AS_IT_IS = {"Accept-Encoding": "identity"}
"""What every request asks for: nothing that is small on its way and huge once it is unpacked."""


def read_answer(http: httpx2.Client, request: httpx2.Request, most: int) -> httpx2.Response:
    """Send `request`; the answer with its whole content.

    Raises `Failed` (ANSWER_MALFORMED) for one of more than `most` bytes and for a compressed one, which is
    not unpacked; and what `httpx2` raises.
    """
    answer = http.send(request, stream=True)
    try:
        if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Failed(Trouble.ANSWER_MALFORMED)
        content = bytearray()
        for chunk in answer.iter_raw():
            content += chunk
            if len(content) > most:
                raise Failed(Trouble.ANSWER_MALFORMED)
    finally:
        answer.close()
    whole = bytes(content)
    return httpx2.Response(answer.status_code, headers=answer.headers, content=whole, request=request)
