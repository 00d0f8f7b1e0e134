"""How many commands go into one request."""

_FIRST = 50
_MOST = 100  # more cost as much processor time each, and take memory on both sides


class BatchSize:
    """Starts at 50, halves where that was too much, grows where it was not."""

    def __init__(self) -> None:
        self.commands = _FIRST

    def halve(self) -> bool:
        """Take half; False where one command is all that is left to send."""
        if self.commands == 1:
            return False
        self.commands //= 2
        return True

    def grow(self) -> None:
        """Take twice as many, up to the most."""
        self.commands = min(self.commands * 2, _MOST)
