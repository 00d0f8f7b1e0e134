"""Personal data as a screen shows it: enough to recognise, too little to copy."""

_HIDDEN_NAME = "○"
_HIDDEN = "*"


def mask_name(name: str) -> str:
    """A person's name with its middle hidden: 林小明 → 林○明, 王明 → 王○. One character stays as it is."""
    name = name.strip()
    if len(name) < 2:
        return name
    if len(name) == 2:
        return name[0] + _HIDDEN_NAME
    return name[0] + _HIDDEN_NAME * (len(name) - 2) + name[-1]


def mask_id(number: str) -> str:
    """A national ID with its middle hidden: A123456789 → A12****789. Anything shorter is hidden whole."""
    if len(number) < 10:
        return _HIDDEN * len(number)
    return number[:3] + _HIDDEN * (len(number) - 6) + number[-3:]


def mask_email(address: str) -> str:
    """A mailbox address with most of its local part hidden: coop@example.org → c***@example.org."""
    local, at, host = address.partition("@")
    return local[:1] + _HIDDEN * 3 + at + host


def mask_phone(number: str) -> str:
    """A telephone number with all but its last three characters hidden: 0912345678 → *******678."""
    return _HIDDEN * (len(number) - 3) + number[-3:]
