from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.settings import Inbound, Role, Security, Settings
from streams.settings import SettingsError, read


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "natwatch.toml"


def faults(environment: dict[str, str], config: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read({}, environment, config)
    return caught.value.reasons


def test_nothing_given_is_all_defaults() -> None:
    assert read({}, {"PATH": "/bin"}) == Settings()


def test_flags_go_over_environment_over_file_over_defaults(config: Path) -> None:
    config.write_text('[topics]\nprefix = "file-"\n[worker]\nname = "file"\n[kafka]\nbootstrap = "localhost:1"\n')
    environment = {"NATWATCH_TOPICS__PREFIX": "environment-", "NATWATCH_WORKER__NAME": "environment"}
    settings = read({"topics.prefix": "flag-", "worker.roles": None}, environment, config)
    assert settings.topics.prefix == "flag-"
    assert settings.worker.name == "environment"
    assert settings.kafka.bootstrap == "localhost:1"
    assert settings.worker.roles == tuple(Role)


def test_the_environment_can_say_lists_lengths_times_and_truths() -> None:
    settings = read(
        {},
        {
            "NATWATCH_TOPICS__INBOUND": "lab-results, hl7v2-messages",
            "NATWATCH_INTAKE__CLOCK_TOLERANCE": "90 s",
            "NATWATCH_PAGER__NOT_BEFORE": "2026-03-01T08:00:00+01:00",
            "NATWATCH_KAFKA__ALLOW_PLAINTEXT": "true",
        },
    )
    assert settings.topics.inbound == (Inbound.LAB_RESULTS, Inbound.HL7V2)
    assert settings.intake.clock_tolerance == timedelta(seconds=90)
    assert settings.pager.not_before == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert settings.kafka.allow_plaintext


def test_the_file_can_map_local_codes(config: Path) -> None:
    config.write_text('[intake.local_codes]\nGPT = "alt"\n')
    assert read({}, {}, config).intake.local_codes == {"GPT": "alt"}


def test_unknown_names_are_faults_with_the_nearest_known_one(config: Path) -> None:
    config.write_text('[kafka]\nsecurty = "ssl"\n[privacy]\nsalt = 1\n')
    assert faults({"NATWATCH_TOPICS__PREFX": "a"}, config) == (
        f"kafka.securty in {config} is not a setting; did you mean kafka.security?",
        f"privacy.salt in {config} is not a setting.",
        "NATWATCH_TOPICS__PREFX is not a setting; did you mean topics.prefix?",
    )


@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [
        ("KAFKA__SECURITY", "tls", "must be 'plaintext', 'ssl', 'sasl-plaintext' or 'sasl-ssl'."),
        ("KAFKA__BOOTSTRAP", "localhost", "must be HOST:PORT."),
        ("KAFKA__BOOTSTRAP", "localhost:99999", "must be HOST:PORT."),
        ("KAFKA__BOOTSTRAP", "", "must be HOST:PORT, or several with commas between them."),
        ("TOPICS__PREFIX", "a b", "must be at most 100 letters, digits, dots, underscores and dashes."),
        ("WORKER__ROLES", "", "must name at least one."),
        ("WORKER__ROLES", "intake,boss", "must be 'intake', 'monitor' or 'pager'."),
        ("INTAKE__CLOCK_TOLERANCE", "-5 min", 'must be a length of time such as "5 min", in s, min or h.'),
        ("INTAKE__TIME_ZONE", "Mars/Olympus", "must be the name of an IANA time zone, such as Europe/Berlin."),
        ("PAGER__NOT_BEFORE", "2026-03-01", "must be a time with an offset, such as 2026-03-01T08:00:00+01:00."),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_variable(variable: str, value: str, fault: str) -> None:
    assert faults({f"NATWATCH_{variable}": value}) == (f"NATWATCH_{variable} {fault}",)


def test_all_bad_values_are_said_at_once() -> None:
    assert len(faults({"NATWATCH_KAFKA__SECURITY": "x", "NATWATCH_PAGER__KIND": "y"})) == 2


def test_a_file_that_is_not_there_and_one_that_is_no_toml(config: Path) -> None:
    assert faults({}, config) == (f"The config file {config} cannot be read: No such file or directory.",)
    config.write_text("[kafka")
    (fault,) = faults({}, config)
    assert fault.startswith(f"The config file {config} is not TOML: ")


def test_plaintext_stays_on_this_machine_unless_asked_for_by_name() -> None:
    (fault,) = faults({"NATWATCH_KAFKA__BOOTSTRAP": "127.0.0.1:1,broker:9092"})
    assert "unencrypted" in fault
    for local in ("127.0.0.1:9092", "localhost:9092", "[::1]:9092", "127.0.0.2:1,localhost:2"):
        read({"kafka.bootstrap": local}, {})
    read({"kafka.bootstrap": "broker:9092"}, {"NATWATCH_KAFKA__ALLOW_PLAINTEXT": "yes"})
    assert read({"kafka.bootstrap": "b:1"}, {"NATWATCH_KAFKA__SECURITY": "ssl"}).kafka.security is Security.SSL


def test_sasl_needs_name_and_password_and_a_certificate_its_key() -> None:
    assert faults({"NATWATCH_KAFKA__SECURITY": "sasl-ssl", "NATWATCH_KAFKA__CERTIFICATE_FILE": "a.pem"}) == (
        "kafka.security sasl-ssl needs kafka.username and kafka.password.",
        "kafka.certificate_file and kafka.key_file belong together: set both, or neither.",
    )


def test_a_secret_comes_from_the_environment_or_from_a_file(tmp_path: Path, config: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret\n")
    config.write_text(f'[pager]\nkey_file = "{secret}"\n')
    settings = read({}, {"NATWATCH_PRIVACY__KEY_FILE": str(secret), "NATWATCH_KAFKA__PASSWORD": "p"}, config)
    assert settings.privacy.key.get_secret_value() == "s3cret"
    assert settings.pager.key.get_secret_value() == "s3cret"
    assert settings.kafka.password.get_secret_value() == "p"
    assert "s3cret" not in repr(settings)


def test_a_secret_is_refused_in_the_config_file_and_never_shown(config: Path) -> None:
    config.write_text('[privacy]\nkey = "s3cret"\n')
    (fault,) = faults({}, config)
    assert fault == (
        f"privacy.key in {config} is a secret: give it in NATWATCH_PRIVACY__KEY, "
        "or name a file that has it in privacy.key_file."
    )


def test_a_secret_given_twice_and_a_secret_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert faults({"NATWATCH_PRIVACY__KEY": "a", "NATWATCH_PRIVACY__KEY_FILE": "b"}) == (
        "NATWATCH_PRIVACY__KEY and NATWATCH_PRIVACY__KEY_FILE are both given: leave one out.",
    )
    assert faults({"NATWATCH_PRIVACY__KEY_FILE": str(tmp_path / "none")}) == (
        "The file that NATWATCH_PRIVACY__KEY_FILE names cannot be read: No such file or directory.",
    )
