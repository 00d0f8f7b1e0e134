"""Pages of 如何設立合作社: the guide, and a founding case."""
