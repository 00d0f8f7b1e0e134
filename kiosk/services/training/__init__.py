"""Training: a central service, a card reader and cards of one's own, and a hand for what others would do."""
