"""Questions to paragraphs: MRR@10 of the product's own engine on a folder of documents and questions.

`documents.jsonl`: id, title, body. `questions.jsonl`: id, question, answer_id.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from forum.index.engine import Passage, Query, open_engine
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle

BM25 = 0.765  # BM25 with stems on the open set that this was measured on


def rows(path: Path) -> list[dict[str, str]]:
    """JSON Lines."""
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def main() -> int:
    """Index the documents, ask every question, print the mean reciprocal rank."""
    if len(sys.argv) < 2:
        print("make bench-search QUESTIONS=folder with documents.jsonl and questions.jsonl")
        return 2
    folder = Path(sys.argv[1])
    documents, questions = rows(folder / "documents.jsonl"), rows(folder / "questions.jsonl")
    every = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as place:
        engine = open_engine(Path(place) / "index", Vocabulary.from_mapping(bundle("vocab")))
        began = time.perf_counter()
        engine.put(
            Passage(item_id=number, kind="document", title=row["title"], body=row["body"], external_id=row["id"])
            for number, row in enumerate(documents, 1)
        )
        indexed = time.perf_counter() - began
        ranks, times = [], []
        for row in questions[::every]:
            began = time.perf_counter()
            hits = engine.search(Query(words=row["question"], limit=10, facets=False)).hits
            times.append(time.perf_counter() - began)
            found = [hit.external_id for hit in hits]
            ranks.append(1 / (1 + found.index(row["answer_id"])) if row["answer_id"] in found else 0.0)
    times.sort()
    print(f"{len(documents)} documents indexed in {indexed:.1f} s; {len(ranks)} questions")
    print(f"MRR@10 {sum(ranks) / len(ranks):.3f} (BM25 with stems: {BM25})")
    print(
        f"first {sum(rank == 1 for rank in ranks) / len(ranks):.1%}, in ten {sum(rank > 0 for rank in ranks) / len(ranks):.1%}"
    )
    print(f"median {1000 * times[len(times) // 2]:.0f} ms, p95 {1000 * times[int(len(times) * 0.95)]:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
