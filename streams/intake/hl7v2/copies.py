"""What names the results of one order."""

__all__ = ["Copies", "name_of"]


class Copies:
    """Counts the observations of an order that OBX-3, OBX-4 and OBX-11 do not tell apart."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str], int] = {}

    def place(self, code: str, sub: str, status: str) -> int:
        """The place of the next observation among those that are like it."""
        key = (code, sub, status)
        place = self._seen[key] = self._seen.get(key, 0) + 1
        return place


def name_of(code: str, sub: str, place: int) -> tuple[str, ...]:
    """Names an observation within its order: OBX-3, OBX-4, and its place among those that are like it."""
    return (code, *filter(None, (sub.strip(), f"#{place}" if place > 1 else "")))
