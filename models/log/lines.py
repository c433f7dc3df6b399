"""Writing an event of the log anew, for another patient."""

import msgspec

from models.log import WITH_MORE, ClinicalEvent, SetAside


def line_for(event: ClinicalEvent | SetAside, patient_id: str) -> bytes:
    """The line of the log that says the same of another patient, accepted at the same instant."""
    said = msgspec.structs.asdict(msgspec.structs.replace(event, patient_id=patient_id))
    there = {name: value for name, value in said.items() if value is not None and value != ""}
    return msgspec.json.encode({"type": event.__struct_config__.tag, **there})


def more_follows(line: bytes) -> bytes:
    """The same line, saying that more follows that belongs with it."""
    return WITH_MORE + line[1:]
