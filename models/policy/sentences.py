"""Turning what pydantic found wrong into faults that name the key, the line and the cure."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from models.policy.faults import Fault, MisfitError


def faults(error: ValidationError, policy: type[BaseModel], lines: Mapping[tuple[str, ...], int]) -> list[Fault]:
    """Everything that is wrong, one fault for each key."""
    return [
        Fault(".".join(path), _line(path, lines), sentence)
        for details in error.errors(include_url=False)
        for path, sentence in _problems(details, policy)
    ]


def _problems(details: ErrorDetails, policy: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], str]]:
    path = tuple(str(part) for part in details["loc"] if part != "[key]")
    cause = details.get("ctx", {}).get("error")
    if isinstance(cause, MisfitError):
        yield from (((*path, *below), problem) for below, problem in cause.problems.items())
    else:
        yield path, _sentence(details, path, policy)


def _line(path: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> int | None:
    """The line of the key, or of the table that it is missing from."""
    places = (lines.get(path[:length]) for length in range(len(path), 0, -1))
    return next((line for line in places if line is not None), None)


def _sentence(details: ErrorDetails, path: tuple[str, ...], policy: type[BaseModel]) -> str:
    match details["type"]:
        case "value_error":
            return str(details["ctx"]["error"])
        case "extra_forbidden":
            near = get_close_matches(path[-1], _keys_beside(path, policy), n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            return f"is no key of a policy{hint}"
        case "missing":
            return "is missing"
        case "model_type" | "model_attributes_type" | "mapping_type" | "dict_type":
            return f"must be a table, [{'.'.join(path)}]"
        case "literal_error":
            return f"{details['input']!r} is unknown; it can be {details['ctx']['expected']}"
        case _:
            return f"{details['input']!r} cannot stand here: {details['msg'].lower()}"


def _keys_beside(path: tuple[str, ...], policy: type[BaseModel]) -> Collection[str]:
    fields = policy.model_fields
    for part in path[:-1]:
        inner = fields[part].annotation if part in fields else None
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return ()
        fields = inner.model_fields
    return fields.keys()
