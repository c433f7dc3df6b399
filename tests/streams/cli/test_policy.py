"""`natwatch policy check`: what is wrong by key and line, or what differs from the defaults."""

from pathlib import Path

from click.testing import CliRunner, Result

from streams.cli import main


def check(file: Path) -> Result:
    return CliRunner().invoke(main, ["policy", "check", str(file)])


def test_a_sound_policy_is_shown_where_it_differs(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(
        '[liver]\ninterval = "6 weeks"\nsuspend_multiple = 3.0\n'
        '[infusion]\nroutes = ["iv-infusion", "subcutaneous"]\n'
        '[limits.tsh]\nunit = "mIU/L"\nupper = 4.2\n[medication]\nprohibited_names = []\nprohibited_rxnorm = [1256]\n'
    )
    result = check(file)
    assert result.exit_code == 0
    told = result.stdout.splitlines()
    assert "liver.interval: 42 days (default 3 months)" in told
    assert "infusion.routes: iv-infusion, subcutaneous (default iv-infusion)" in told
    assert "limits.tsh.upper: 4.2 (default not set)" in told
    assert any(line.startswith("medication.prohibited_names: none (default adalimumab, ") for line in told)
    assert not any("suspend_multiple" in line for line in told)
    assert "is sound; version " in result.stderr


def test_every_fault_is_named_by_key_and_line(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('[liver]\nintervall = "6 weeks"\n\n[edss]\nworsening = -1\n')
    result = check(file)
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()
    assert first == f"{file}: line 2: liver.intervall: is no key of a policy; did you mean interval?"
    assert second.startswith(f"{file}: line 5: edss.worsening: ")


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text("[liver\n")
    result = check(file)
    assert (result.exit_code, "line 1" in result.stdout) == (1, True)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in check(tmp_path / "missing.toml").stderr
    (tmp_path / "latin.toml").write_bytes(b"# \xe9\n")
    assert "is not UTF-8" in check(tmp_path / "latin.toml").stderr
