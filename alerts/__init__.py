"""The product, pure: facts from events, findings from facts, alerts from findings. No input or output, no clock, no logging."""
