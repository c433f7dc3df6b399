"""What the worker says about itself: a closed set of lines, with nobody's identity in them."""

from streams.logs.events import Event
from streams.logs.lines import UnknownFieldError, log
from streams.logs.pseudonyms import Pseudonym, Pseudonyms
from streams.logs.setup import set_up

__all__ = ["Event", "Pseudonym", "Pseudonyms", "UnknownFieldError", "log", "set_up"]
