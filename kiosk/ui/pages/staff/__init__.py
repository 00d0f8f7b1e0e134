"""Pages for the staff: how sync stands, and what has to be attended to."""
