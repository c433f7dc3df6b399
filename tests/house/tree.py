"""The files of the repository, as git knows them."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is, or is about to be, in the repository."""
    git = shutil.which("git")
    assert git, "git is not installed"
    listed = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def modules() -> tuple[Path, ...]:
    return tuple(path for path in tracked() if path.suffix == ".py")


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
