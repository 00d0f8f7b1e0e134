"""Ways to a signature: `port` says what each promises, `choice` finds the one for a card.

`card` drives an ISO 7816-15 card itself; `pkcs11` and `web_component` go through the vendor's software.
"""
