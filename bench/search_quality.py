"""Questions to paragraphs: MRR@10 of the product on a folder of documents and questions, by its own import and API.

`documents.jsonl`: id, title, body. `questions.jsonl`: id, question, answer_id. A further number N asks one question in N.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BM25 = 0.765  # BM25 with stems on the open set that this was measured on


def rows(path: Path) -> list[dict[str, str]]:
    """JSON Lines."""
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def rank(found: Sequence[str], wanted: str) -> float:
    """1 for the first, 1/2 for the second…, 0 when it is not among the first ten."""
    return 1 / (1 + found.index(wanted)) if wanted in found[:10] else 0.0


def mean(ranks: Sequence[float]) -> float:
    """Of all questions."""
    return sum(ranks) / (len(ranks) or 1)


def halves(ranks: Sequence[float], questions: Sequence[dict[str, str]]) -> tuple[float, float]:
    """MRR of the questions about every other document: weights are chosen on one half and read on the other."""
    numbers = {answer: place for place, answer in enumerate(sorted({row["answer_id"] for row in questions}))}
    parts: tuple[list[float], list[float]] = [], []
    for each, row in zip(ranks, questions, strict=True):
        parts[numbers[row["answer_id"]] % 2].append(each)
    return mean(parts[0]), mean(parts[1])


def installed(place: str, documents: Path) -> Any:
    """A fresh installation with the documents brought in by `forum import`, and found."""
    os.environ["FORUM_DATA_DIR"] = place
    root = Path(__file__).resolve().parents[1]
    own = shutil.copy(documents, place)  # what is refused is written beside the file
    for words in (
        ["init"],
        ["import", "documents", own, "--space", "bretagne"],
        ["index", "rebuild"],
    ):
        subprocess.run([sys.executable, "-m", "forum", *words], cwd=root, check=True, stdout=subprocess.DEVNULL)
    from forum.app import create_app

    return create_app().test_client()


def main() -> int:
    """Bring the documents in, ask every question, print the mean reciprocal rank."""
    if len(sys.argv) < 2:
        print("make bench-search QUESTIONS=folder with documents.jsonl and questions.jsonl")
        return 2
    folder, every = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    questions = rows(folder / "questions.jsonl")[::every]
    with tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        client = installed(place, folder / "documents.jsonl")
        print(f"documents brought in and indexed in {time.perf_counter() - began:.1f} s; {len(questions)} questions")
        ranks, times = [], []
        for number, row in enumerate(questions):
            # Each from an address of its own: one alone may ask 600 a minute.
            asker = {"REMOTE_ADDR": f"10.0.{number // 250}.{number % 250}"}
            began = time.perf_counter()
            answer = client.get("/api/v1/search", query_string={"q": row["question"], "limit": 10}, environ_base=asker)
            times.append(time.perf_counter() - began)
            ranks.append(rank([each["external_id"] for each in answer.json["results"]], row["answer_id"]))
    times.sort()
    one, other = halves(ranks, questions)
    print(f"MRR@10 {mean(ranks):.3f} (BM25 with stems: {BM25}); halves by document {one:.3f} and {other:.3f}")
    print(
        f"first {sum(each == 1 for each in ranks) / len(ranks):.1%}, in ten {sum(each > 0 for each in ranks) / len(ranks):.1%}"
    )
    print(
        f"median {1000 * times[len(times) // 2]:.0f} ms, p95 {1000 * times[int(len(times) * 0.95)]:.0f} ms, counts and rows included"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
