"""What a worker counts and measures, for whoever watches it: a closed list of names, and how each gets its values."""
