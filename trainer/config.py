"""Which settings does this installation run with? Read from the environment, refused at start when wrong."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class SettingsError(Exception):
    """A setting is wrong; the sentence names the variable and says what to do."""


@dataclass(frozen=True)
class Mail:
    """How letters leave: an SMTP server and the sender's address."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


@dataclass(frozen=True)
class Settings:
    """Everything an installation can be told from outside, typed."""

    data: Path
    database_url: str
    secret_key: str
    base_url: str
    mail: Mail | None
    host: str
    port: int
    workers: int
    proxies: int
    demo: bool
    secure_cookies: bool


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from `TRAINER_*` variables. Raises SettingsError with a sentence for the first that is wrong."""
    data = Path(environment.get("TRAINER_DATA") or "var").expanduser()
    demo = _flag(environment, "TRAINER_DEMO", False)
    host, port = environment.get("TRAINER_HOST", "127.0.0.1"), _whole(environment, "TRAINER_PORT", 8000, 1, 65535)
    base_url = _address(environment, f"http://{host}:{port}")
    if demo and host not in ("127.0.0.1", "localhost", "::1"):
        raise SettingsError("TRAINER_HOST must be a loopback address in demonstration mode: anyone can sign in there.")
    return Settings(
        data=data,
        database_url=_database(environment, data),
        secret_key=_secret(environment, data),
        base_url=base_url,
        mail=_mail(environment),
        host=host,
        port=port,
        workers=_whole(environment, "TRAINER_WORKERS", 2, 1, 64),
        proxies=_whole(environment, "TRAINER_PROXIES", 0, 0, 4),
        demo=demo,
        secure_cookies=base_url.startswith("https://"),
    )


def _database(environment: Mapping[str, str], data: Path) -> str:
    text = environment.get("TRAINER_DATABASE_URL") or f"sqlite:///{(data / 'trainer.db').absolute()}"
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingsError(
            "TRAINER_DATABASE_URL is not a database address. Write sqlite:////path/trainer.db or "
            "postgresql://user:password@host/name."
        ) from error
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise SettingsError(f"TRAINER_DATABASE_URL names {url.drivername}. Only sqlite and postgresql are supported.")
    return url.render_as_string(hide_password=False)


def _secret(environment: Mapping[str, str], data: Path) -> str:
    given = environment.get("TRAINER_SECRET_KEY")
    if given is None:
        return _kept_secret(data / "secret-key")
    if len(given) < 32:
        raise SettingsError("TRAINER_SECRET_KEY must have at least 32 characters. Make one: openssl rand -hex 32.")
    return given


def _kept_secret(path: Path) -> str:
    """A key of the installation's own, made once, readable by its user only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()


def _mail(environment: Mapping[str, str]) -> Mail | None:
    host = environment.get("TRAINER_SMTP_HOST")
    if not host:
        return None
    sender = environment.get("TRAINER_MAIL_FROM", "")
    if "@" not in sender:
        raise SettingsError(
            "TRAINER_MAIL_FROM must be the address that letters come from when TRAINER_SMTP_HOST is set."
        )
    security = environment.get("TRAINER_SMTP_SECURITY", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise SettingsError("TRAINER_SMTP_SECURITY must be starttls, tls or none.")
    return Mail(
        host=host,
        port=_whole(environment, "TRAINER_SMTP_PORT", 587, 1, 65535),
        security=security,
        user=environment.get("TRAINER_SMTP_USER", ""),
        password=environment.get("TRAINER_SMTP_PASSWORD", ""),
        sender=sender,
    )


def _address(environment: Mapping[str, str], default: str) -> str:
    text = environment.get("TRAINER_BASE_URL", default).rstrip("/")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise SettingsError("TRAINER_BASE_URL must look like https://trainer.example.org, without a path.")
    return text


def _whole(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}; it is {text!r}.")
    return int(text)


def _flag(environment: Mapping[str, str], name: str, default: bool) -> bool:
    text = environment.get(name, "yes" if default else "no").lower()
    if text not in ("yes", "no", "1", "0", "true", "false"):
        raise SettingsError(f"{name} must be yes or no; it is {text!r}.")
    return text in ("yes", "1", "true")
