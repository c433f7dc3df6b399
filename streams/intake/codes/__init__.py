"""What the codes of hospitals mean in the terms of this product.

One table for every format: HL7 v2 and FHIR ask the same questions of it. A code that stands in no table has no meaning
here; none is guessed from its display text, except where a function says that it reads text.
"""
