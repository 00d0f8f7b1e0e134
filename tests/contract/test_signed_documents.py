"""Documents that central signs."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.signed_documents import (
    DocumentSignatureInvalid,
    public_text,
    require_signed,
    sign_document,
)

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
CONTENT = "範例".encode()
SIGNATURE = sign_document("catalogue", CONTENT, KEY)


def test_a_document_is_what_central_signed() -> None:
    require_signed("catalogue", CONTENT, SIGNATURE, public_text(KEY))


@pytest.mark.parametrize(
    ("name", "content", "signature", "key"),
    [
        ("programme", CONTENT, SIGNATURE, public_text(KEY)),
        ("catalogue", CONTENT + b"\n", SIGNATURE, public_text(KEY)),
        ("catalogue", CONTENT, sign_document("catalogue", CONTENT, OTHER), public_text(KEY)),
        ("catalogue", CONTENT, SIGNATURE, public_text(OTHER)),
        ("catalogue", CONTENT, "", public_text(KEY)),
        ("catalogue", CONTENT, "!", public_text(KEY)),
        ("catalogue", CONTENT, "é", public_text(KEY)),
        ("catalogue", CONTENT, SIGNATURE, ""),
        ("catalogue\0" + "範例", b"", SIGNATURE, public_text(KEY)),
    ],
    ids=range(9),  # keys and signatures are random: no names for tests that two workers must agree on
)
def test_a_document_that_is_another(name: str, content: bytes, signature: str, key: str) -> None:
    with pytest.raises(DocumentSignatureInvalid):
        require_signed(name, content, signature, key)
