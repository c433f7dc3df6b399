"""FHIR R4 JSON: resources and Bundles, made into the events that the alerts know."""

from streams.intake.fhir.decode import decode

__all__ = ["decode"]
