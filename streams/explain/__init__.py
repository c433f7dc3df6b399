"""Explanations: one patient's story, and the rates of a clinic, from a log."""
