"""10,000 documents brought in by `forum import`, and how soon all of them are found."""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import serving
from bench.corpus import sentence
from bench.measures.writing import ask
from bench.report import Line


def _write(path: Path, documents: int) -> None:
    """JSON Lines in the form of the import: three paragraphs each, one word that no other has."""
    chance = random.Random(7)
    with path.open("w") as file:
        for number in range(documents):
            body = "\n\n".join(f"## {sentence(chance, 4)}\n\n{sentence(chance, 60)}" for _part in range(3))
            line = {"id": f"bench-{number}", "title": f"{sentence(chance, 6)} fiche{number}", "body": body}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def measure(port: int, token: str, documents: int = 10_000) -> list[Line]:
    """The command beside the running server, as an operator would; then `api/v1/search` until the last is found."""

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents.jsonl"
        _write(file, documents)
        command = [sys.executable, "-m", "forum", "import", "documents", str(file), "--space", "bretagne"]
        began = time.perf_counter()
        subprocess.run(command, cwd=serving.ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        took = time.perf_counter() - began
    last = ask(port, "GET", f"/api/v1/search?q=fiche{documents - 1}", token)["total"]
    while not last and time.perf_counter() - began < took + 240:
        time.sleep(0.5)
        last = ask(port, "GET", f"/api/v1/search?q=fiche{documents - 1}", token)["total"]
    later = time.perf_counter() - began - took
    return [
        Line(f"import of {documents:,} documents", "≤ 120 s", f"{took:.0f} s", took <= 120),
        Line("… all found after", "≤ 60 s", f"{later:.0f} s", bool(last) and later <= 60),
    ]
