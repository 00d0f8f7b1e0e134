"""The kinds of cards, told apart by probing (`probe`), each read without a PIN."""
