"""An import as the command line does it."""

import json

import pytest

from forum.exchange.importers.run import run


@pytest.fixture
def bring(world, tmp_path):
    """`bring("threads", rows or lines, dry_run=…)`: writes the file, imports it into Bretagne, answers the report."""

    def import_(what, rows, *, space="bretagne", name="file.jsonl", **options):
        path = tmp_path / name
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines) + "\n")
        return run(path, what, world.space(space), **options)

    return import_
