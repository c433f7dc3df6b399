"""One module a rule. To add one, read one; then add a line to the registry."""
