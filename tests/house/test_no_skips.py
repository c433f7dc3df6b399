from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPS = {
    "by a mark": "import pytest\n@pytest.mark.skip(reason='no tool')\ndef test_it(): pass",
    "under way": "import pytest\ndef test_it(): pytest.skip('no tool')",
    "by a fixture": (
        "import pytest\n@pytest.fixture\ndef tool(): pytest.skip('no tool')\ndef test_it(tool): raise AssertionError"
    ),
    "as a module": "import pytest\npytest.skip('no tool', allow_module_level=True)",
}


@pytest.fixture
def here(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST.read_text())
    return pytester


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS)
def test_a_skipped_test_fails_where_it_must_run(here: pytest.Pytester, source: str) -> None:
    here.makepyfile(source)
    run = here.runpytest_inprocess("-p", "no:asyncio", "--no-skips")
    assert run.ret != pytest.ExitCode.OK
    run.stdout.fnmatch_lines(["*this must run here, and was skipped: *no tool*"])


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS)
def test_a_skipped_test_is_skipped_elsewhere(here: pytest.Pytester, source: str) -> None:
    here.makepyfile(source)
    here.runpytest_inprocess("-p", "no:asyncio").assert_outcomes(skipped=1)


def test_an_expected_failure_is_no_skip(here: pytest.Pytester) -> None:
    here.makepyfile("import pytest\n@pytest.mark.xfail\ndef test_it(): raise AssertionError")
    here.runpytest_inprocess("-p", "no:asyncio", "--no-skips").assert_outcomes(xfailed=1)
