"""The rule book: pure functions, the very same code at the kiosk and at the central service.

Nothing here reads a clock, a file or the network, and nothing is random: those are arguments.
"""
