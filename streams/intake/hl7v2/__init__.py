"""HL7 v2 text: results, administrations, orders, admissions, merges, problems."""

from streams.intake.hl7v2.decode import decode

__all__ = ["decode"]
