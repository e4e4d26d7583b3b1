"""What people type in Markdown is shown as they meant it."""

import threading

import pytest

from forum.core.markup.names import Names
from forum.core.markup.render import render, stream

NAMES = Names(
    people={"zoe": ("/people/zoe", "Zoé Martin")},
    items={12: ("/threads/12-un-forage", "Un forage & son budget", "thread")},
    base_url="https://palabre.example",
)


def test_a_list_needs_no_blank_line_before_it_and_nests_with_two_spaces():
    html = render("Il faut :\n- un budget\n  - un devis\n- un terrain")
    assert html.count("<ul>") == 2
    assert "<p>Il faut\u202f:</p>" in html


def test_a_line_end_is_kept_as_typed():
    assert render("12 rue des Lilas\n35000 Rennes") == "<p>12 rue des Lilas<br>\n35000 Rennes</p>\n"


def test_the_highest_heading_is_an_h3_and_no_level_is_skipped():
    html = render("## Budget\n\n#### Recettes\n\n# Calendrier")
    assert [html.count(f"<{tag} ") for tag in ("h1", "h2", "h3", "h4", "h5")] == [0, 0, 2, 1, 0]
    assert '<h4 id="m-recettes">' in html


def test_a_document_may_start_its_headings_higher():
    assert render("# Budget", top=2) == '<h2 id="m-budget">Budget</h2>\n'


def test_headings_with_the_same_words_have_ids_of_their_own():
    html = render("# Été\n\n# Été\n\n# Été 2\n\n# …", prefix="p7")
    assert [part.split('"')[0] for part in html.split('id="')[1:]] == ["p7-ete", "p7-ete-2", "p7-ete-2-2", "p7-section"]


def test_a_link_to_a_heading_of_the_text_arrives_there():
    assert 'href="#p7-ete"' in render("[plus bas](#été)\n\n# Été", prefix="p7")


def test_hash_and_a_number_is_not_a_heading():
    assert render("#12 est réglé") == "<p>#12 est réglé</p>\n"


def test_tasks_are_boxes_that_nobody_can_tick():
    html = render("- [ ] écrire\n- [x] **relire**\n- autre")
    assert html.count('<li class="task"><input type="checkbox" disabled="">') == 1
    assert html.count('checked=""') == 1
    assert '<ul class="tasks">' in html
    assert "<li>autre</li>" in html


def test_a_narrow_table_fits_and_a_wide_one_scrolls_with_the_keyboard():
    narrow = render("|a|b|\n|-|-:|\n|1|2|")
    wide = render("|a|b|c|d|\n|-|-|-|-|\n|1|2|3|4|")
    assert narrow.startswith("<table>")
    assert '<td class="align-right">2</td>' in narrow
    assert wide.startswith('<div class="table-scroll" role="group" tabindex="0" aria-label="')


def test_bare_addresses_become_links_without_the_punctuation_after_them():
    html = render("Voir https://example.org/a_b_(c)?d=1&e=2, www.example.net (https://example.com).")
    assert '<a href="https://example.org/a_b_(c)?d=1&amp;e=2" rel="nofollow ugc noopener">' in html
    assert '<a href="https://www.example.net" rel="nofollow ugc noopener">www.example.net</a> (' in html
    assert '">https://example.com</a>).</p>' in html


def test_code_is_left_exactly_as_typed():
    html = render("`a ? @zoe #12 www.a.fr` et\n\n```python\nif a ? b : c\n```", names=NAMES)
    assert "<code>a ? @zoe #12 www.a.fr</code>" in html
    assert '<pre><code class="language-python">if a ? b : c\n</code></pre>' in html


def test_struck_words_and_keys():
    assert render("~~non~~ <kbd>Ctrl</kbd>") == "<p><s>non</s> <kbd>Ctrl</kbd></p>\n"


def test_simple_html_is_kept_and_markdown_works_inside_details():
    html = render("<details open>\n<summary>Plus</summary>\n\nUn **mot**\n\n</details>")
    assert html == '<details open="">\n<summary>Plus</summary>\n<p>Un <strong>mot</strong></p>\n</details>'


def test_a_forgotten_closing_tag_stops_at_its_paragraph():
    assert render("a <b>b <i>c\n\nd</b>") == "<p>a <b>b <i>c</i></b></p>\n<p>d</p>\n"


def test_unknown_tags_go_and_their_words_stay():
    assert "bonjour" in render("<blink>bonjour</blink>")
    assert "blink" not in render("<blink>bonjour</blink>")
    assert render("1 < 2 et 3 > 2") == "<p>1 &lt; 2 et 3 &gt; 2</p>\n"


def test_known_people_are_linked_and_others_stay_words():
    html = render("Merci @Zoe et @paul, zoe@example.org", names=NAMES)
    assert '<a href="/people/zoe" class="mention" title="Zoé Martin">@Zoe</a> et @paul, zoe@example.org' in html


@pytest.mark.parametrize(
    "typed",
    [
        "#12",
        "/threads/12-vieux-titre",
        "https://palabre.example/threads/12",
        "<https://palabre.example/threads/12-x>",
        "</threads/12-x>",
    ],
)
def test_a_reference_to_a_public_item_shows_its_title(typed):
    html = render(f"Voir {typed}.", names=NAMES)
    assert html.startswith('<p>Voir <a href="/threads/12')
    assert html.endswith(' class="reference">Un forage &amp; son budget</a>.</p>\n')


def test_a_reference_to_one_message_leads_to_that_message():
    assert 'href="/threads/12-x?page=2#m7"' in render("/threads/12-x?page=2#m7", names=NAMES)


@pytest.mark.parametrize("typed", ["#13", "/needs/13-x", "a#12", "#12a", "/files/threads/12", "&#12;"])
def test_anything_else_stays_as_typed(typed):
    assert "<a" not in render(typed, names=NAMES)


def test_an_address_of_ours_to_an_unknown_item_stays_an_address():
    html = render("https://palabre.example/needs/13-x", names=NAMES)
    assert html == '<p><a href="/needs/13-x">https://palabre.example/needs/13-x</a></p>\n'


def test_images_of_elsewhere_are_links_and_files_of_ours_are_images():
    assert render("![Le puits](https://example.org/p.jpg)") == (
        '<p><a href="https://example.org/p.jpg" rel="nofollow ugc noopener">Le puits</a></p>\n'
    )
    assert render("![Le puits](/files/3/p.jpg)") == '<p><img src="/files/3/p.jpg" alt="Le puits" loading="lazy"></p>\n'
    assert render("[![Le puits](https://a.fr/p.jpg)](https://b.fr)").count("<a") == 1
    assert render("![Sortir](/logout)") == "<p>Sortir</p>\n"


def test_a_link_without_scheme_is_completed():
    assert 'href="https://www.example.org/x"' in render("[ici](www.example.org/x)")


def test_a_text_that_nests_too_deep_is_shown_as_typed():
    assert "&gt; &gt; &gt;" in render("> " * 3000 + "fin")
    assert "fin" in render("> " * 3000 + "fin")


def test_controls_and_marks_that_turn_the_text_around_are_removed():
    assert render("a\x00b\x07c\u202ed\ufeff\r\ne") == "<p>abcd<br>\ne</p>\n"


def test_the_stream_answers_as_many_texts_with_ids_of_their_own():
    answer = stream(b"# a\x00\x00# a\x00\xff").split(b"\x00")
    assert len(answer) == 4
    assert b'id="m-a"' in answer[0]
    assert answer[1] == b""
    assert b'id="m2-a"' in answer[2]


def test_one_text_is_rendered_the_same_by_many_threads():
    text = "# Un\n\n- [ ] deux[^1] @zoe\n\n[^1]: trois\n\n|a|b|\n|-|-|\n|1|2|"
    expected, found = render(text, names=NAMES), []
    threads = [threading.Thread(target=lambda: found.append(render(text, names=NAMES))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8
