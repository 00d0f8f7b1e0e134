"""Founding a cooperative at the counter: the cases that are kept here, what they lack, their papers."""
