"""The product, pure: facts from events, findings from facts, alerts from findings. No I/O, no clock, no logging."""
