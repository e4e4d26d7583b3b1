"""A year of a mailing list, written as its archive would be: many programs, many encodings, some damage."""

import base64
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime

PEOPLE = [
    ("Awa", "awa@example.org"), ("Bruno Le Goff", "bruno.legoff@example.net"), ("Éloïse Péron", "eloise@example.net"),
    ("", "jean-yves.kerbrat@example.net"), ("Zoé via Bretagne", "zoe.list@example.net"), ("Müller, Jörg", "jm@example.net"),
]  # fmt: skip
CHARSETS = ["utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-8"]
BEGAN = datetime(2025, 10, 1, 9, 0, tzinfo=UTC)
SUBJECTS = ["Une pompe à réparer", "Été solaire : qui vient ?", "Forage n° %d au Togo", "Appel à projets « eau » %d"]


def message(n: int, person: int, subject: str, text: str, when: datetime, *, parent: str = "", by: str = "In-Reply-To", attached: bool = False) -> bytes:  # fmt: skip
    """One message, in a charset and an encoding of its own."""
    charset = CHARSETS[n % len(CHARSETS)]
    name, address = PEOPLE[person]
    shown = Header(name, charset).encode() if not name.isascii() else f'"{name}"' if name else ""
    raw = text.encode(charset, "replace")
    encoding, body = [("8bit", raw), ("base64", base64.encodebytes(raw)), ("quoted-printable", _quoted(raw))][n % 3]
    heads = [
        f"From {address} {when:%a %b %d %H:%M:%S %Y}", f"From: {shown} <{address}>", "To: bretagne@listes.example.org",
        f"Subject: {Header(subject, charset, maxlinelen=60).encode()}", f"Date: {format_datetime(when)}",
        f"Message-ID: <{n}.{address}>",
    ]  # fmt: skip
    if parent:
        heads.append(f"{by}: {parent}")
    kind = [f"Content-Type: text/plain; charset={charset}", f"Content-Transfer-Encoding: {encoding}"]
    if not attached:
        return "\n".join([*heads, "MIME-Version: 1.0", *kind, "", ""]).encode() + body + b"\n\n"
    file = ["--b", "Content-Type: application/pdf", "Content-Transfer-Encoding: base64",
            'Content-Disposition: attachment; filename="plan.pdf"', "", "JVBERi0xLjQK", "--b--", ""]  # fmt: skip
    start = "\n".join(
        [*heads, "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b", "", "--b", *kind, "", ""]
    )
    return start.encode() + body + b"\n" + "\n".join(file).encode() + b"\n"


def _quoted(raw: bytes) -> bytes:
    import quopri

    return quopri.encodestring(raw)


def a_year(conversations: int = 80) -> tuple[bytes, int]:
    """The file, and how many messages it holds. Each conversation has four: by reference, by subject, after three weeks."""
    found, n = [], 0
    for c in range(conversations):
        subject = f"{SUBJECTS[c % 4] % c if '%d' in SUBJECTS[c % 4] else SUBJECTS[c % 4]} ({c})"
        when = BEGAN + timedelta(days=4 * c)
        first = f"<{n}.{PEOPLE[c % 6][1]}>"
        text = f"Bonjour à tous,\n\nQui peut nous aider, été comme hiver ? Numéro {c}.\n\n-- \nSigné {c}\n"
        found.append(message(n, c % 6, f"[Bretagne] {subject}", text, when, attached=c % 10 == 0))
        quoted = f"Le {when:%d/%m/%Y} à 09:00, quelqu'un a écrit :\n> Qui peut nous aider ?\n"
        footer = "\n_______________________________________________\nBretagne mailing list\nhttps://listes.example.org/listinfo/bretagne\n"
        second = f"<{n + 1}.{PEOPLE[(c + 1) % 6][1]}>"
        found.append(message(n + 1, (c + 1) % 6, f"Re: [Bretagne] {subject}", f"Réponse une de {c} : déjà prêt.\n\n{quoted}{footer}", when + timedelta(hours=5), parent=first))  # fmt: skip
        found.append(message(n + 2, (c + 2) % 6, f"RE : {subject}", f"Réponse deux de {c}.\n\nFrom ici on voit la mer.\n".replace("\nFrom ", "\n>From "), when + timedelta(days=2), parent=f"<perdu.{c}@x>"))  # fmt: skip
        found.append(message(n + 3, (c + 3) % 6, f"Re: Re: {subject}", f"Réponse trois de {c}.\n", when + timedelta(days=21), parent=f"{first} {second}", by="References"))  # fmt: skip
        n += 4
    return b"".join(found), n
