"""House rules as code: a remark made twice became a test."""

import io
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sorted((ROOT / "forum").rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt", ".xml"))
ROOMS = {path.parent.name for path in (ROOT / "forum").glob("*/room.py")}


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_rooms_import_downward_only():
    said = io.StringIO()
    with redirect_stdout(said):
        status = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == cli.EXIT_STATUS_SUCCESS, said.getvalue()


def test_files_stay_small():
    long = [str(path) for path in PYTHON if _lines(path) > 300]
    long += [str(path) for path in TEMPLATES if _lines(path) > 150]
    long += [
        str(path) for path in (ROOT / "static").rglob("*.[cj]s*") if "vendor" not in path.parts and _lines(path) > 300
    ]
    assert long == []


def test_tests_and_templates_mirror_the_rooms():
    tested = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    assert ROOMS - tested - {"web"} == set()
    shown = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert shown - ROOMS - {"shared", "mail"} == set()


def test_fragments_say_what_they_need():
    silent = [
        str(p)
        for p in TEMPLATES
        if p.name.startswith("_") and p.suffix == ".html" and not p.read_text().lstrip().startswith("{#")
    ]
    assert silent == []


def test_no_inline_script_or_style():
    forbidden = re.compile(r"""<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=|hx-on|javascript:""")
    found = [str(p) for p in TEMPLATES if "mail" not in p.parts and forbidden.search(p.read_text())]
    assert found == []


def test_only_one_place_commits():
    found = [p.relative_to(ROOT).as_posix() for p in PYTHON if re.search(r"session\.commit\(", p.read_text())]
    found += [p.relative_to(ROOT).as_posix() for p in PYTHON if re.search(r"\bsession\.commit\(\)", p.read_text())]
    assert set(found) == {"forum/core/db.py"}


def test_only_the_configuration_reads_the_environment():
    assert [p.name for p in PYTHON if re.search(r"os\.environ|os\.getenv", p.read_text())] == ["config.py"]


def test_every_address_in_a_template_exists(app):
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    used = {name for p in TEMPLATES for name in re.findall(r"url_for\(['\"]([\w.]+)['\"]", p.read_text())}
    assert used - known == set()


def test_nothing_tells_where_it_was_made():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    forbidden = re.compile(r"/" + r"work/|/ro" + r"ot/|\.\./" + r"shared|registry\.npm" + r"js|pypi\.or" + r"g/simple")
    skipped = (".woff2", ".png", ".jpg", ".svg")
    found = [name for name in names if not name.endswith(skipped) and (ROOT / name).is_file()
             and forbidden.search((ROOT / name).read_text(errors="ignore"))]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("script", ["generate-docs --check", "check-migrations", "translations check"])
def test_what_is_generated_is_in_step(script):
    run = subprocess.run([sys.executable, *f"{ROOT}/bin/{script}".split()], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_the_changelog_has_a_place_for_what_comes():
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text()


def test_the_network_is_closed():
    import socket

    with pytest.raises(RuntimeError, match="network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
