"""`GET /v1/revocation-lists/…`: the authorities' lists, for kiosks that cannot reach the authorities."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException
from fastapi.responses import Response

from central.api.etags import is_held
from central.api.operations import operation, texts
from central.api.signed import DeviceSignature, SignedRequest
from kiosk.contract.api import ApiProblem
from kiosk.contract.revocation import RevocationLists


def revocation_router(signature: DeviceSignature, lists: RevocationLists) -> APIRouter:
    """Give out lists."""
    router = APIRouter()

    told = operation(ApiProblem.NOTHING_HERE, signed=True)
    told["responses"][200] = texts("The list, DER", {"application/pkix-crl": "(bytes)"})
    told["responses"][304] = {"description": "It is the one of If-None-Match"}

    @router.get("/v1/revocation-lists/{authority}", response_class=Response, **told)
    def revocation_list(
        _request: Annotated[SignedRequest, Depends(signature)],
        authority: str,
        if_none_match: Annotated[str, Header()] = "",
    ) -> Response:
        """An authority's list as the authority signed it; `authority` is the SHA-256 of its public key."""
        held = lists.held(authority)
        if held is None:
            raise HTTPException(404)
        tag = f'"{held.sha256}"'
        if is_held(tag, if_none_match):
            return Response(status_code=304, headers={"ETag": tag})
        return Response(held.der, media_type="application/pkix-crl", headers={"ETag": tag})

    return router
