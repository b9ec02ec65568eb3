"""Which settings are refused, and does the sentence name the variable?"""

import re
import stat
from pathlib import Path

import pytest

from trainer import config

GOOD = {"TRAINER_SECRET_KEY": "k" * 40}
SMTP = {"TRAINER_SMTP_HOST": "mail.example.org", "TRAINER_MAIL_FROM": "lms@example.org"}


def read(tmp_path: Path, **changes: str) -> config.Settings:
    return config.read({"TRAINER_DATA": str(tmp_path), **GOOD, **changes})


WRONG = [
    ({"TRAINER_DATABASE_URL": "no address"}, "TRAINER_DATABASE_URL"),
    ({"TRAINER_DATABASE_URL": "mysql://host/name"}, "TRAINER_DATABASE_URL"),
    ({"TRAINER_SECRET_KEY": "short"}, "TRAINER_SECRET_KEY"),
    ({"TRAINER_SECRET_KEY": ""}, "TRAINER_SECRET_KEY"),
    ({"TRAINER_PORT": "http"}, "TRAINER_PORT"),
    ({"TRAINER_PORT": "0"}, "TRAINER_PORT"),
    ({"TRAINER_PORT": "65536"}, "TRAINER_PORT"),
    ({"TRAINER_PORT": "²"}, "TRAINER_PORT"),
    ({"TRAINER_WORKERS": "0"}, "TRAINER_WORKERS"),
    ({"TRAINER_WORKERS": "-1"}, "TRAINER_WORKERS"),
    ({"TRAINER_PROXIES": "5"}, "TRAINER_PROXIES"),
    ({"TRAINER_BASE_URL": "trainer.example.org"}, "TRAINER_BASE_URL"),
    ({"TRAINER_BASE_URL": "https://example.org/trainer"}, "TRAINER_BASE_URL"),
    ({"TRAINER_BASE_URL": "ftp://example.org"}, "TRAINER_BASE_URL"),
    ({"TRAINER_BASE_URL": "https://example.org?x=1"}, "TRAINER_BASE_URL"),
    ({"TRAINER_DEMO": "perhaps"}, "TRAINER_DEMO"),
    ({"TRAINER_DEMO": "yes", "TRAINER_HOST": "0.0.0.0"}, "TRAINER_HOST"),
    ({**SMTP, "TRAINER_MAIL_FROM": ""}, "TRAINER_MAIL_FROM"),
    ({**SMTP, "TRAINER_MAIL_FROM": "nobody"}, "TRAINER_MAIL_FROM"),
    ({**SMTP, "TRAINER_SMTP_SECURITY": "ssl"}, "TRAINER_SMTP_SECURITY"),
    ({**SMTP, "TRAINER_SMTP_PORT": "25.0"}, "TRAINER_SMTP_PORT"),
]


@pytest.mark.parametrize(("changes", "name"), WRONG)
def test_a_wrong_setting_is_refused_in_a_sentence_that_names_it(
    changes: dict[str, str], name: str, tmp_path: Path
) -> None:
    with pytest.raises(config.SettingsError) as refusal:
        read(tmp_path, **changes)
    assert str(refusal.value).startswith(name)
    assert str(refusal.value).endswith(".")


RIGHT = [
    ({}, "host", "127.0.0.1"),
    ({}, "port", 8000),
    ({}, "base_url", "http://127.0.0.1:8000"),
    ({}, "mail", None),
    ({}, "demo", False),
    ({}, "secure_cookies", False),
    ({"TRAINER_PORT": "8080"}, "base_url", "http://127.0.0.1:8080"),
    ({"TRAINER_BASE_URL": "https://lms.example.org/"}, "base_url", "https://lms.example.org"),
    ({"TRAINER_BASE_URL": "https://lms.example.org"}, "secure_cookies", True),
    ({"TRAINER_DEMO": "YES"}, "demo", True),
    ({"TRAINER_DATABASE_URL": "postgresql://u:p%40w@h/n"}, "database_url", "postgresql+psycopg://u:p%40w@h/n"),
    ({"TRAINER_DATABASE_URL": "postgres://h/n"}, "database_url", "postgresql+psycopg://h/n"),
    ({"TRAINER_DATABASE_URL": "sqlite:////tmp/x.db"}, "database_url", "sqlite:////tmp/x.db"),
    (SMTP, "mail", config.Mail("mail.example.org", 587, "starttls", "", "", "lms@example.org")),
]


@pytest.mark.parametrize(("changes", "name", "value"), RIGHT)
def test_a_setting_is_read(changes: dict[str, str], name: str, value: object, tmp_path: Path) -> None:
    assert getattr(read(tmp_path, **changes), name) == value


def test_every_setting_is_in_the_documentation() -> None:
    root = Path(__file__).parent.parent
    named = set(re.findall(r"TRAINER_[A-Z_]+", (root / "trainer" / "config.py").read_text(encoding="utf-8")))
    told = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    assert {name for name in named if f"`{name}`" not in told} == set()


def test_the_database_stands_in_the_data_folder_unless_told(tmp_path: Path) -> None:
    assert read(tmp_path).database_url == f"sqlite:///{tmp_path / 'trainer.db'}"


def test_a_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    data = tmp_path / "not" / "there"
    first, second = (config.read({"TRAINER_DATA": str(data)}).secret_key for _ in range(2))
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600
