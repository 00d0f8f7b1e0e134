"""The back office: where agency, vendors and administrators work, in a browser."""
