"""Writes the rulebook, with this build's default policy: `python deploy/generate/rulebook.py FOLDER`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from models.policy import Policy
from streams.rulebook import as_markdown, entries

HEAD = """\
# The rules

What natwatch watches, rule by rule, with its default values. Written by `natwatch rules --format markdown`;
a site's own values: `natwatch rules --policy FILE`. Numbers in sentences are the document's, which are the defaults;
what is compared with is what stands under *in force*. The clinical authority is the document *Precautions for
Natalizumab Administration*; each rule names the section that it follows, or says that it is our own.

An alert opens and ends at the instants named here, worked out anew whenever something is learned: a correction or a
retraction of what an alert rests on ends it too. Days, months and years are those of the site's time zone.

"""


def write(root: Path) -> None:
    """Write the rulebook below this folder, as it stands in the tree."""
    (root / "deploy").mkdir(parents=True, exist_ok=True)
    (root / "deploy" / "rulebook.md").write_text(HEAD + as_markdown(entries(Policy())), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
