"""The only reader of environment variables.

Three variables decide an installation: where records live (``ESPALIER_DATABASE_URL``), where files and
logs live (``ESPALIER_HOME``) and the secret (``ESPALIER_SECRET_KEY``, made and kept on first start).
``ESPALIER_MODE`` is ``production`` unless somebody says otherwise.
"""

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MIN_SECRET_CHARS = 40
LOCAL_ADDRESS = "http://127.0.0.1:8000"
WEAK_SECRETS = {"x", "secret", "changeme", "django-insecure", "development"}
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """What the machine told us, checked once."""

    mode: str
    home: Path
    secret_key: str
    database: dict[str, object]
    allowed_hosts: list[str]
    trusted_origins: list[str]
    mail: dict[str, object]
    debug: bool

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def address(self) -> str:
        """Where people outside reach this installation, for links in mails: the first origin named."""
        return self.trusted_origins[0].rstrip("/") if self.trusted_origins else LOCAL_ADDRESS


def read_environment(source: dict[str, str] | None = None) -> Environment:
    """Read and check the environment; raises ImproperlyConfigured naming every fault at once."""
    env = dict(os.environ if source is None else source)
    mode = env.get("ESPALIER_MODE", "production")
    home = Path(env.get("ESPALIER_HOME") or _default_home()).expanduser()
    debug = env.get("ESPALIER_DEBUG", "") == "1"
    faults = [] if mode in {"production", "development", "test"} else [f"ESPALIER_MODE={mode!r}"]
    if mode == "production" and debug:
        faults.append("ESPALIER_DEBUG=1 is refused in production mode: unset it")
    secret = env.get("ESPALIER_SECRET_KEY", "")
    if secret and mode == "production" and _is_weak(secret):
        faults.append(
            f"ESPALIER_SECRET_KEY is a default or shorter than {MIN_SECRET_CHARS} characters: "
            "unset it (one is made and kept) or give a long random one"
        )
    if faults:
        raise ImproperlyConfigured("; ".join(faults))
    return Environment(
        mode=mode,
        home=home,
        secret_key=secret or _kept_secret(home),
        database=database_from_url(env.get("ESPALIER_DATABASE_URL", ""), home),
        allowed_hosts=_words(env.get("ESPALIER_HOSTS", "127.0.0.1,localhost,[::1]")),
        trusted_origins=_words(env.get("ESPALIER_ORIGINS", "")),
        mail=_mail_from_url(env.get("ESPALIER_MAIL_URL", "")),
        debug=debug,
    )


def database_from_url(url: str, home: Path) -> dict[str, object]:
    """Turn ``sqlite:///path`` or ``postgresql://user:pw@host:port/name?opt=…`` into Django's form."""
    if not url or url.startswith("sqlite:"):
        path = unquote(urlsplit(url).path[1:]) if url else str(home / "espalier.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"ESPALIER_DATABASE_URL begins with {parts.scheme!r}; use sqlite:/// or postgresql://"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": parts.port or "",
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _default_home() -> str:
    return str(Path.cwd() / "var")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _is_weak(secret: str) -> bool:
    return len(secret) < MIN_SECRET_CHARS or any(secret.startswith(w) for w in WEAK_SECRETS)


def _kept_secret(home: Path) -> str:
    """Return the installation's own secret, making it on the first start, readable by its owner only."""
    path = home / "secret_key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
        secret = secrets.token_urlsafe(64)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process of this first start was quicker
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(descriptor, "w", encoding="ascii") as kept:
            kept.write(secret)
        return secret
    except PermissionError as error:
        print(f"cannot read {path}: run as the user who owns ESPALIER_HOME", file=sys.stderr)  # noqa: T201 — settings have no logger yet
        raise ImproperlyConfigured(str(error)) from error


def _mail_from_url(url: str) -> dict[str, object]:
    """``smtp://user:pw@host:port?tls=1&from=…``; empty means that mail is written to the log."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": options.get("tls") == "1",
        "DEFAULT_FROM_EMAIL": options.get("from", "espalier@localhost"),
    }
