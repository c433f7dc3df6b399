"""What names the results of one order."""

__all__ = ["Copies"]


class Copies:
    """Counts the observations of an order that OBX-3, OBX-4 and OBX-11 do not tell apart."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str], int] = {}

    def name(self, code: str, sub: str, status: str) -> tuple[str, ...]:
        """Names the next observation within its order: OBX-3, OBX-4, and its place among those that are like it."""
        key = (code, sub, status)
        copy = self._seen[key] = self._seen.get(key, 0) + 1
        if copy == 1 and not sub:
            return (code,)
        more = (sub.strip(), f"#{copy}" if copy > 1 else "")
        return (code, *filter(None, more))
