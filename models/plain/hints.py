"""What the type of a field is made of."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

__all__ = ["unwrapped"]


def unwrapped(hint: Any) -> tuple[Any, tuple[object, ...]]:  # noqa: ANN401  type hints
    """The type itself, without that it may be absent, and what constrains it.

    Args:
        hint: the type of a field.
    """
    if get_origin(hint) in {Union, UnionType}:
        hint = next(each for each in get_args(hint) if each is not type(None))
    kind, *constraints = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    return kind, tuple(constraints)
