"""行動自然人憑證 (TW FidO): the holder signs with a phone; central, which alone may ask it, brokers that."""
