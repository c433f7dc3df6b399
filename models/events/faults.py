"""What a model says is wrong with an event, beyond what the type of one field can say."""

from pydantic_core import PydanticCustomError

from models.rejections import Reason

WHERE = "where"
"""The key under which a fault between fields names the field to look at."""


def fault(reason: Reason, where: str) -> PydanticCustomError:
    """A fault to raise from a model's validator.

    Args:
        reason: Why the event is refused.
        where: The field to look at.
    """
    return PydanticCustomError(reason.value, "{where}: " + reason.doc, {WHERE: where})
