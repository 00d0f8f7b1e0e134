"""What a client says that it has already (`If-None-Match`)."""


def is_held(tag: str, if_none_match: str) -> bool:
    """Whether the quoted `tag` is among those of the header: a list, or `*` for whatever there is (RFC 9110).

    They are compared weakly: a proxy that compresses makes W/"…" of "…".
    """
    held = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return tag in held or held == ["*"]
