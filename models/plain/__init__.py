"""The short way for events that are written plainly: from the bytes of a message to its line, in compiled code.

It gives the line that `models.events.check` and `models.events.line` would give, to the byte, or it gives nothing. What
it gives nothing for is not wrong: it is written in a way that needs a closer look.
"""

from models.plain.lines import PlainLine, PlainLines, line_as_it_arrived

__all__ = ["PlainLine", "PlainLines", "line_as_it_arrived"]
