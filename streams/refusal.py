"""Why a command does not do its work: said in sentences that tell what to do."""

from collections.abc import Iterable


class Refusal(Exception):  # noqa: N818 - it is an answer to the operator, not a failure of ours
    """The command cannot do its work as things are; each reason is one sentence, with no secret and nobody in it."""

    def __init__(self, reasons: Iterable[str] | str) -> None:
        self.reasons = (reasons,) if isinstance(reasons, str) else tuple(reasons)
        super().__init__("\n".join(self.reasons))
