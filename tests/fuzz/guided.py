"""Fuzzes a decoder, guided by what of our code the bytes reach: `python -m tests.fuzz.guided DECODER CORPUS`.

What follows is libFuzzer's own (`-max_total_time=600`). It ends with an error at the first input that raises, breaks
what must hold, takes too long or too much memory.
"""

import sys

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["streams.intake", "models.events", "models.instants", "models.units"]):
    from tests.fuzz.decoders import hold


def main() -> None:
    """Runs until libFuzzer's budget is used up."""
    name = sys.argv.pop(1)

    def one(raw: bytes) -> None:
        hold(name, raw)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
