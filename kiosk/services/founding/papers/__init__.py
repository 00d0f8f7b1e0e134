"""The papers of a founding case: `kinds` says which, `render` makes a PDF to print and an ODT to edit."""
