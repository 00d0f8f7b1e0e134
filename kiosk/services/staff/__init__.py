"""The staff of this counter: who they are, what each may open, second persons, shifts."""
