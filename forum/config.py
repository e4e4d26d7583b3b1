"""The settings of one installation, read once from the environment and checked. Nobody else reads it."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

LOCALES = ("fr", "en")


class SettingError(ValueError):
    """A setting that cannot be used; the message names the variable and says what to do."""


@dataclass(frozen=True, slots=True)
class Config:
    """One field a setting; the comment is the variable's page in `docs/generated/settings.md`."""

    data_dir: Path  # FORUM_DATA_DIR: database, index, mail and files of the embedded size. Default ./var
    database_url: str  # FORUM_DATABASE_URL: SQLite in the data folder unless given; postgresql://… for servers
    secret_key: str  # FORUM_SECRET_KEY: signs sessions and links. Made and kept in the data folder when absent
    redis_url: str  # FORUM_REDIS_URL: shared limits of several machines. Empty: in memory
    storage_url: str  # FORUM_STORAGE_URL: the folder of attached files, file:///… (several machines: one that they share; S3 is not spoken). Empty: in the data folder
    mail_url: str  # FORUM_MAIL_URL: smtp://user:password@host:25 or smtps://…:465. Empty: a folder of messages
    mail_domain: str  # FORUM_MAIL_DOMAIN: the domain of reply addresses. Default: the host of FORUM_BASE_URL
    mail_servers: tuple[str, ...]  # FORUM_MAIL_SERVERS: names of our mail server in Authentication-Results, with commas
    imap_url: str  # FORUM_IMAP_URL: imaps://user:password@host/INBOX, the mailbox that `forum mail poll` empties
    base_url: str  # FORUM_BASE_URL: the public address, for links in mail and feeds
    default_locale: str  # FORUM_DEFAULT_LOCALE: fr or en
    search: str = "whoosh"  # FORUM_SEARCH: where the search index lies, whoosh (data folder) or postgresql (tables). Default: beside the database
    conversations: bool = True  # FORUM_CONVERSATIONS: off for an installation without private conversations. Default on
    read_sources: bool = True  # FORUM_READ_SOURCES: off, and no source of resources is asked. Default on
    check_links: bool = True  # FORUM_CHECK_LINKS: off, and the links of pages are known but never asked. Default on
    push_services: tuple[str, ...] = ()  # FORUM_PUSH_SERVICES: domains of more push services of browsers, with commas
    busy: tuple[int, int] = (
        300,
        1000,
    )  # FORUM_BUSY: milliseconds in the queue from which visitors get kept pages, then a page that asks them to come back
    patience: int = 1  # FORUM_PATIENCE: how many times the usual limits of attempts and messages hold, 1 to 100: a workshop where thirty people share one address needs 10. Default 1
    testing: bool = False

    @property
    def is_sqlite(self) -> bool:
        """The embedded size stands on SQLite."""
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        """Served over https: cookies say so."""
        return self.base_url.startswith("https://")


def load(environment: Mapping[str, str] | None = None, *, testing: bool = False) -> Config:
    """Read `FORUM_…` from `.env` and the environment (which wins). Raises SettingError."""
    given = dict(environment) if environment is not None else {**_dotenv(), **os.environ}
    data_dir = Path(given.get("FORUM_DATA_DIR") or "var").resolve()
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        # A name of its own: several processes of one server start at once.
        probe = data_dir / f".writable.{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise SettingError(
            f"FORUM_DATA_DIR: the folder {data_dir} cannot be written to ({problem.strerror})."
            " Choose another folder or change its rights."
        ) from problem
    base_url = _address(given, "FORUM_BASE_URL", ("http", "https")).rstrip("/") or "http://127.0.0.1:5000"
    mail_domain = (given.get("FORUM_MAIL_DOMAIN", "").strip() or urlsplit(base_url).hostname or "localhost").lower()
    database_url = _database(given.get("FORUM_DATABASE_URL", ""), data_dir)
    return Config(
        data_dir=data_dir,
        database_url=database_url,
        search=_search(given.get("FORUM_SEARCH", ""), database_url),
        secret_key=given.get("FORUM_SECRET_KEY") or _kept_secret(data_dir),
        redis_url=_address(given, "FORUM_REDIS_URL", ("redis", "rediss", "unix")),
        storage_url=_address(given, "FORUM_STORAGE_URL", ("file",)),
        mail_url=_address(given, "FORUM_MAIL_URL", ("smtp", "smtps", "folder")),
        mail_domain=mail_domain,
        mail_servers=tuple(given.get("FORUM_MAIL_SERVERS", mail_domain).lower().replace(",", " ").split()),
        imap_url=_address(given, "FORUM_IMAP_URL", ("imap", "imaps")),
        base_url=base_url,
        default_locale=_locale(given.get("FORUM_DEFAULT_LOCALE") or "fr"),
        conversations=_switch(given, "FORUM_CONVERSATIONS", "on"),
        read_sources=_switch(given, "FORUM_READ_SOURCES", "on"),
        check_links=_switch(given, "FORUM_CHECK_LINKS", "on"),
        busy=_two_numbers(given, "FORUM_BUSY", "300,1000"),
        patience=_whole(given, "FORUM_PATIENCE", "1", 1, 100),
        push_services=tuple(given.get("FORUM_PUSH_SERVICES", "").lower().replace(",", " ").split()),
        testing=testing,
    )


def _whole(given: Mapping[str, str], name: str, usual: str, least: int, most: int) -> int:
    text = given.get(name, "").strip() or usual
    if not text.isdecimal() or not least <= int(text) <= most:
        raise SettingError(f"{name}={text}: give a whole number from {least} to {most}")
    return int(text)


def serve_at(address: str) -> None:
    """`forum serve` knows its address: links lead there, in its processes too, unless FORUM_BASE_URL says otherwise."""
    if not {**_dotenv(), **os.environ}.get("FORUM_BASE_URL"):
        os.environ["FORUM_BASE_URL"] = address


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _database(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'palabre.sqlite3'}"
    if url.startswith("sqlite:"):
        return url
    if url.startswith(("postgres://", "postgresql://", "postgresql+psycopg://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    raise SettingError("FORUM_DATABASE_URL: give an address that begins with sqlite:/// or postgresql://")


def _search(value: str, database_url: str) -> str:
    """Several machines share a database, not a folder: the index lies where the database lies."""
    has_tables = database_url.startswith("postgresql")
    chosen = value.strip().lower() or ("postgresql" if has_tables else "whoosh")
    if chosen not in ("whoosh", "postgresql"):
        raise SettingError(f"FORUM_SEARCH: {value!r} is not known; give whoosh or postgresql")
    if chosen == "postgresql" and not has_tables:
        raise SettingError("FORUM_SEARCH: postgresql needs a FORUM_DATABASE_URL that begins with postgresql://")
    return chosen


def _address(given: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str:
    value = given.get(name, "").strip()
    if value and urlsplit(value).scheme not in schemes:
        raise SettingError(f"{name}: give an address that begins with " + " or ".join(f"{s}://" for s in schemes))
    return value


def _switch(given: Mapping[str, str], name: str, default: str) -> bool:
    value = (given.get(name) or default).strip().lower()
    if value not in ("on", "off"):
        raise SettingError(f"{name}: {value!r} is not known; give on or off")
    return value == "on"


def _two_numbers(given: Mapping[str, str], name: str, default: str) -> tuple[int, int]:
    words = (given.get(name) or default).replace(",", " ").split()
    if len(words) != 2 or not all(word.isdecimal() for word in words):
        raise SettingError(f"{name}: give two numbers with a comma, such as {default}")
    return int(words[0]), int(words[1])


def _locale(value: str) -> str:
    if value not in LOCALES:
        raise SettingError(f"FORUM_DEFAULT_LOCALE: {value!r} is not known; give one of {', '.join(LOCALES)}")
    return value


def _kept_secret(data_dir: Path) -> str:
    """The key of this data folder. Two processes that start at once must keep the same one: link() decides."""
    path = data_dir / "secret.key"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
