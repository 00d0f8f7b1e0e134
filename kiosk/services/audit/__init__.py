"""The audit log of this counter: where things happen that are told in it, its proof, its copy at central."""
