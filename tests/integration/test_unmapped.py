"""A laboratory changes its code for ALT: on a real broker, `operations` says so."""

from pathlib import Path

from models.settings import Inbound, Settings
from tests.integration.health import asked
from tests.integration.installation import send
from tests.integration.vigil import CALM, said, short

RENAMED = (
    b"MSH|^~\\&|LAB|WARD|||20260405102000+0200||ORU^R01|M-1|P|2.5.1\rPID|1||secret-4711^^^WARD^MR\r"
    b"OBR|1|PL-1|FI-1|24325-3^Liver panel^LN|||20260405083000+0200\rOBX|1|NM|GPT7^ALT^L||330|U/L|0-45|H|||F\r"
)


async def test_an_alt_under_an_unknown_code_is_said_on_operations(installation: Settings, tmp_path: Path) -> None:
    async with asked(installation, tmp_path / "log", **CALM) as (workers, door):
        workers.start()
        await door.until("/ready", 200)
        await send(installation, [(Inbound.HL7V2, RENAMED)])
        alerts = await said(installation, lambda shorts: "unmapped-analyte hl7v2-messages/alt opened" in shorts)
    (alert,) = [each for each in alerts if short(each).startswith("unmapped-analyte")]
    assert "GPT7" in alert.summary
    logged = (tmp_path / "log").read_text()
    assert "secret-4711" not in logged
    assert '"codes": {"GPT7": 1}' in logged or '"codes":{"GPT7":1}' in logged
