"""`python -m streams.cli` is `natwatch`."""

from streams.cli import main

main()
