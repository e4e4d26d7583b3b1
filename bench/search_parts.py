"""What each part of the search brings: the questions asked again with one part left out.

`python -m bench.search_parts FOLDER` with `documents.jsonl` and `questions.jsonl` as in `search_quality`.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.search_quality import mean, rank, rows
from forum.index import analysis, answering, questions, second_look
from forum.index.analysis import fold, stem
from forum.index.engine import Passage, Query, open_engine
from forum.index.names import names_in
from forum.index.vocabulary import Vocabulary
from forum.territories.vocabulary import bundle

Rows = list[dict[str, str]]


@contextmanager
def replaced(old: Any, new: Any) -> Iterator[None]:
    """Every module of the index that has `old` under a name has `new` there for a while."""
    places = [(module, name) for key, module in list(sys.modules.items()) if key.startswith("forum.index")
              for name, value in list(vars(module).items()) if value is old]  # fmt: skip
    for module, name in places:
        setattr(module, name, new)
    try:
        yield
    finally:
        for module, name in places:
            setattr(module, name, old)


def asked(documents: Rows, wanted: Rows, typed: Callable[[str], str] = str, *, synonyms: bool = True) -> float:
    """MRR@10 of the engine as it is now; `typed`: how the questions are typed."""
    words = Vocabulary.from_mapping(bundle("vocab")) if synonyms else Vocabulary()
    with tempfile.TemporaryDirectory() as place:
        engine = open_engine(Path(place) / "index", words)
        engine.put(
            Passage(item_id=number, kind="document", title=row["title"], body=row["body"], external_id=row["id"])
            for number, row in enumerate(documents, 1)
        )
        ranks = []
        for row in wanted:
            hits = engine.search(Query(words=typed(row["question"]), limit=10, facets=False)).hits
            ranks.append(rank([hit.external_id for hit in hits], row["answer_id"]))
        engine.close()
    return mean(ranks)


def bare(text: str) -> str:
    """As many type on a telephone: no accents."""
    return fold(text)


def slipped(text: str) -> str:
    """The longest word of a question with two of its letters turned round."""
    word = max(text.split(), key=len)
    middle = len(word) // 2
    return text.replace(word, word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :], 1)


def main() -> int:
    """One line a part."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    folder = Path(sys.argv[1])
    documents, wanted = rows(folder / "documents.jsonl"), rows(folder / "questions.jsonl")

    def line(what: str, points: float) -> None:
        print(f"{what:60} {points:.3f}", flush=True)

    line("everything", asked(documents, wanted))
    with replaced(stem, lambda word: word):
        line("without stems", asked(documents, wanted))
    line("questions typed without accents", asked(documents, wanted, bare))
    with replaced(fold, lambda text: text.translate(analysis.APOSTROPHES).lower()), \
         replaced(analysis._WORD, analysis.re.compile(r"\w+(?:['-]\w+)*")):  # fmt: skip
        line("… and accents kept apart", asked(documents, wanted, bare))
    line("without synonyms", asked(documents, wanted, synonyms=False))
    line("questions with a slip in their longest word", asked(documents, wanted, slipped))
    with replaced(questions.corrected, lambda *_given: None):
        line("… and no correction", asked(documents, wanted, slipped))
    with replaced(answering._look_again, lambda *_given: None):
        line("without the second look", asked(documents, wanted))
    with replaced(names_in, lambda _text: frozenset()):
        line("without regard to names", asked(documents, wanted))
    with replaced(second_look.LEAD, 0.0):
        line("without regard to first sentences", asked(documents, wanted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
