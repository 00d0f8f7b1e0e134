"""A card without a card: a card process on the PC/SC service's virtual reader, for training and tests."""
