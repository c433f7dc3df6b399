"""The patient's chart: the facts, arranged as rules read them."""
