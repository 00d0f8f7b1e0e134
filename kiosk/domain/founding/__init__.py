"""如何設立合作社: what the law asks of a cooperative that is being founded, and what a case still lacks."""
