"""Who is spoken to, and what is spoken of."""

from forum.core.markup.mentions import mentions_in, references_in


def test_handles_come_in_order_each_once():
    assert mentions_in("@Zoe, @paul-d. et (@zoe) : @anne_b!") == ["zoe", "paul-d", "anne_b"]


def test_nobody_is_called_from_code_links_or_addresses():
    typed = "`@a` [@b](/x) c@d.fr https://e.fr/@f <code>@g</code>\n\n    @h\n\n```\n@i\n```\n\n@j"
    assert mentions_in(typed) == ["j"]


def test_a_call_in_a_list_a_table_or_a_note_counts():
    assert mentions_in("- @a\n\n|@b|\n|-|\n|@c|\n\nx[^1]\n\n[^1]: @d") == ["a", "b", "c", "d"]


def test_items_are_found_by_number_path_and_address():
    typed = "#4, /needs/5-puits, https://p.fr/threads/6#m2 <https://p.fr/documents/7-x> [ici](/resources/8) #4"
    assert references_in(typed, "https://p.fr") == [4, 5, 6, 7, 8]


def test_items_of_another_site_and_of_code_are_not_ours():
    assert references_in("https://q.fr/threads/6 `#7` a#8 &#9; #10b", "https://p.fr") == []


def test_a_site_whose_address_begins_like_ours_is_another():
    assert references_in("https://p.fr.evil.org/threads/6", "https://p.fr") == []
