"""Nobody can hold a worker with a text: 100 kB of the worst take about a second, on a slow machine a few."""

import time

import pytest

from forum.core.markup import mentions, plain, sanitise
from forum.core.markup.render import render

SIZE = 100_000
HOSTILE = {
    "quotations": ">",
    "brackets": "[",
    "images": "![",
    "half links": "[a](",
    "stars": "*a **b ",
    "underscores": "_a",
    "lists in lists": "- ",
    "rules": "---\n",
    "tasks": "- [ ] a\n",
    "empty table rows": "|a\n|-\n",
    "tables that do not match": "a|b|c\n|-\n",
    "angles": "<a ",
    "comments": "x <!-- ",
    "scripts": "x <script>",
    "open tags": "<b><i><a href=/x>\n\n",
    "entities": "&nbsp; ? ",
    "addresses": "https://x.org/a)",
    "calls of notes": "[^1]: a\n\n[^1]",
    "notes that never end": "x [^",
    "headings": "# a\n",
    "spaces": " ",
    "one word": "é",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_takes_bounded_time(piece):
    typed = (piece * (SIZE // len(piece) + 1))[:SIZE] + "?"
    started = time.process_time()
    html = render(typed, prefix="p1")
    plain.text_of(html)
    mentions.mentions_in(typed)
    # Three passes; quadratic ones took from ten seconds to many minutes.
    assert time.process_time() - started < 6
    assert len(html) < 30 * SIZE


@pytest.mark.parametrize(
    "typed",
    [
        "<div>" * 20_000,
        "<div>" * 10_000 + "</div>" * 9_000,
        "".join(f"<font size={n}>" for n in range(1000)) + "<p>x" * 8000,
    ],
)
def test_hostile_html_takes_bounded_time(typed):
    started = time.process_time()
    sanitise.clean(typed, prefix="p1")
    assert time.process_time() - started < 2


def test_a_line_of_a_megabyte_is_shown_as_typed():
    started = time.process_time()
    html = render("[a](b) " * 150_000)
    assert time.process_time() - started < 2
    assert html.count("[a](b)") == 150_000


def test_a_post_of_130_words_is_rendered_at_once():
    sentence = "L’association cherche à financer un forage : le **conseil régional** demande [un budget](https://e.fr) en deux parties ; voilà. "
    typed = "\n\n".join([sentence * 2] * 3 + ["- un\n- deux", "> trois"])
    render(typed)
    taken = []
    for _ in range(20):
        started = time.process_time()
        render(typed)
        taken.append(time.process_time() - started)
    # 1 ms at rest; the bound leaves room for a loaded machine.
    assert min(taken) < 0.005
