"""Mail: the texts, the outbox's sender, and in training a mail server that keeps what it gets."""
