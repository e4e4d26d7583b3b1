"""Makes one file, in a process of its own: told by JSON on standard input, in the folder where it starts.

It knows nothing of the application: no database, no settings, no network. Texts come in as sanitised HTML, so nothing
in them is raw text of another format; pandoc runs in its sandbox and reads no file, typst sees this folder only.
"""

import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

SECONDS = 40  # of processor
MEGABYTES = 1500  # of typst; pandoc is told its own limit, for its runtime reserves addresses that it never uses
_IMAGE = re.compile(r'image\("([a-z0-9.-]+)"')
HEAD = """#set document(title: {title}, author: {authors}, description: {summary})
#set page(paper: "a4", margin: (x: 24mm, y: 26mm), numbering: "1 / 1", header: context if counter(page).get().first() > 1
  [#set text(size: 8.5pt, fill: rgb("#56625B")); #{title}])
#set text(lang: {lang}, size: 10.5pt, font: "Libertinus Serif", hyphenate: true)
#set par(justify: false, leading: 0.72em, spacing: 1.1em)
#set table(inset: 6pt, stroke: 0.5pt + rgb("#B9B29F"))
#set image(fit: "contain")
#show heading: set text(fill: rgb("#17603F"))
#show heading: set block(above: 1.6em, below: 0.8em, sticky: true)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show link: set text(fill: rgb("#1D5C8A"))
#show image: it => block(above: 1em, below: 1em, it)
#show figure.where(kind: table): set block(breakable: true)
#show raw.where(block: true): it => block(fill: rgb("#F3EEE2"), inset: 8pt, width: 100%, it)
#show quote.where(block: true): it => block(above: 1.2em, below: 1.2em, width: 100%, inset: (left: 10pt, y: 3pt),
  stroke: (left: 2pt + rgb("#B9B29F")), it.body)
#let horizontalrule = line(length: 100%, stroke: 0.5pt + rgb("#B9B29F"))
#show title: set text(size: 22pt, fill: rgb("#17603F"))
#title()
#text(size: 12pt)[#{summary}]
#block(above: 1.2em, below: 2em, stroke: (left: 2pt + rgb("#17603F")), inset: (left: 8pt, y: 4pt))[
#set text(size: 9pt, fill: rgb("#56625B"))
{about}
]
"""


def main() -> int:
    """0: `out` is there. Anything else: standard error says why."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    asked: dict[str, Any] = json.load(sys.stdin)
    if asked["format"] == "pdf":
        _pdf(asked)
    else:
        _pandoc(asked, asked["format"], Path("out"))
    return 0


def _pandoc(asked: dict[str, Any], to: str, out: Path | None = None) -> str:
    command = [asked["pandoc"], "--sandbox", "--from=html", f"--to={to}"]
    if out:
        command += ["--standalone", f"--output={out}", "--toc", "--toc-depth=2"]
        for name in ("title", "lang", "date", "rights", "description", "source"):
            command.append(f"--metadata={name}:{asked[name]}")
        command += [f"--metadata=author:{name}" for name in asked["authors"]]
        command.append(f"--metadata=toc-title:{asked['contents']}")
    command += ["+RTS", "-M700m", "-RTS"]
    html = asked["html"]
    made = subprocess.run(
        command, input=html.encode(), capture_output=True, timeout=SECONDS, check=False, env={"LANG": "C.UTF-8"}
    )
    if made.returncode:
        raise SystemExit(made.stderr.decode("utf-8", "replace")[-2000:])
    return made.stdout.decode()


def _pdf(asked: dict[str, Any]) -> None:
    body = _pandoc(asked, "typst")
    alts: dict[str, str] = asked["alts"]
    body = _IMAGE.sub(lambda found: f"{found[0]}, alt: {_text(alts.get(found[1], '') or asked['picture'])}", body)
    about = "\n".join(
        f"{'#link(' + _text(value) + ')' if value.startswith('http') else '#' + _text(value)} \\"
        for value in asked["about"]
    )
    head = HEAD
    for name, value in (
        ("title", _text(asked["title"])),
        ("authors", "(" + "".join(_text(name) + ", " for name in asked["authors"]) + ")"),
        ("summary", _text(asked["summary"])),
        ("lang", _text(asked["lang"][:2])),
        ("about", about),
    ):
        head = head.replace("{" + name + "}", value)
    outline = f"#outline(title: {_text(asked['contents'])}, depth: 2)\n" + "#pagebreak()\n" * bool(asked["is_long"])
    Path("main.typ").write_text(head + (outline if asked["has_contents"] else "") + body, encoding="utf-8")
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    import typst

    said = ""
    # Signs that our fonts lack (emoji, other scripts): those of the machine; at last a PDF that promises less.
    for own, standards in ((True, "ua-1"), (False, "ua-1"), (False, [])):
        try:
            made = typst.compile("main.typ", root=".", pdf_standards=standards, ignore_system_fonts=own)
            Path("out").write_bytes(made)
            return
        except typst.TypstError as problem:
            said = str(problem)
    raise SystemExit(said)


def _text(value: str) -> str:
    """A text of typst: quotes and backslashes escaped, so that it stays a text."""
    plain = " ".join(value.split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.exit(main())
