"""The papers a counter hands out: `papers` is what they say, `render` makes them PDF."""
