"""Ways to a signature: `port` says what each promises, `card` drives an ISO 7816-15 card itself."""
