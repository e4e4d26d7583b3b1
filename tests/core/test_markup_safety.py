"""Whatever is typed, nothing that runs, drives htmx or takes the page's names comes out."""

import re
import warnings

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.core.markup import plain, sanitise
from forum.core.markup.render import render

# Between two spaces, or on lines of their own.
TYPED = r"""
<script>  </script>  <style>  <svg>  </svg>  <math>  <mtext>  <mglyph>  <foreignObject>  <iframe>  <object>  <embed>
<form>  <base>  <meta>  <link>  <input>  <button>  <select>  <option>  <textarea>  </textarea>  <title>  </title>
<noscript>  <template>  <xmp>  <plaintext>  <x-card>  <h1>  <h2>  <a>  </a>  <b>  </b>  <i>  </i>  <p>  </p>  <pre>
</pre>  <code>  <table>  <tr>  <td>  </table>  <li>  <ul>  <details>  <summary>  <blockquote>  <div>  <img>  <br/>
<!--  -->  <![CDATA[  ]]>  <?  ?>  <a href="javascript:alert(1)">  <a href=&#106;avascript:alert(1)>
<img/src=x onerror=alert(1)>  <img src="https://e.fr/x" alt="<b>">  <b hx-get="/x">  <b data-hx-post=/x hx-trigger=load>
<p id="m-un" class="mention">  <form id=csrf name=body>  <a id="main" name="main" href=#x>  <p style="position:fixed">
<input type=checkbox checked name=x>  <div tabindex=5 role=alert aria-label=x>  <li class=task>  <p title=x lang=fr>  <a class="reference">
[x](javascript:alert(1))  [x](data:text/html,x)  [x](vbscript:x)  [x](//e.fr)  [x](\\e.fr)  [x](#m-un)  [x](/\e.fr)
![x](https://e.fr/a.png)  ![x](data:image/svg+xml,x)  ![x](/files/1)  <https://e.fr>  <javascript:x>  [x]: javascript:x
[x]  [^1]  [^1]:  - [x] a  - [ ]  #  ##  >  ```  ~~  **  *  _  `  |  |-|  |a|b|  ---  ===  ~~~  1.  @zoe  #12  https://
https://e.fr/?a="b'  www.e.fr  &lt;script&gt;  &amp;  &quot;  &#0;  &#x3c;  &nbsp;  «  »  ?  ;  :  !  %  €  \  [  ]  (
)  <  >  "  '  =  /  mot  été  𝕏  <ﬁ  [x](<java\tscript:a>)  <svg><style><img src=x onerror=a>  <p title="</p><script>">
"""
ODD = [" ", "  ", "\n", "\n\n", "\t", "    ", "\x00", "\x0c", "\u202e", "\u2028", "\ud800", "\xa0", "\u202f", "\r"]
PIECES = [*re.split(r"\n| {2}", TYPED.strip()), *ODD]

texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
often = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def elements(html):
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [node for node in tree.iter() if isinstance(node.tag, str) and node is not tree]


def assert_harmless(html, prefix):
    for element in elements(html):
        allowed = sanitise.ATTRIBUTES.get(element.tag, set()) | {"a": {"rel"}, "img": {"loading"}}.get(
            element.tag, set()
        )
        allowed |= {"type", "disabled"} if element.tag == "input" else set()
        assert element.tag in sanitise.TAGS
        assert set(element.attrib) <= allowed
        assert element.tag != "input" or (element.get("type"), element.get("disabled")) == ("checkbox", "")
        assert element.get("id", f"{prefix}-x").startswith(f"{prefix}-")
        assert re.match(rf"https?://|mailto:|tel:|/(?![/\\])|#{prefix}-", element.get("href", "/x"), re.IGNORECASE)
        assert element.get("src", "/files/1").startswith("/files/")
        for name in element.get("class", "").split():
            assert name in sanitise.CLASSES or (element.tag == "code" and name.startswith("language-"))


@often
@given(texts)
def test_rendering_gives_only_what_is_allowed_and_cleaning_again_changes_nothing(typed):
    html = render(typed, prefix="p1")
    assert_harmless(html, "p1")
    assert sanitise.clean(html, prefix="p1") == html


@often
@given(texts)
def test_cleaning_any_html_gives_only_what_is_allowed_and_is_stable(typed):
    html = sanitise.clean(typed, prefix="p1")
    assert_harmless(html, "p1")
    assert sanitise.clean(html, prefix="p1") == html


@often
@given(texts)
def test_ids_are_unique_in_a_text_and_between_two(typed):
    first, second = ([e.get("id") for e in elements(render(typed, prefix=p)) if e.get("id")] for p in ("p1", "p2"))
    assert len(set(first) | set(second)) == len(first) + len(second)


@often
@given(texts)
def test_plain_words_can_be_read_from_any_text(typed):
    html = render(typed)
    assert "\n\n" not in plain.text_of(html)
    assert len(plain.excerpt(plain.text_of(html), 20)) <= 21
    assert all(link.lower().startswith("http") for link in plain.links_in(html))


@pytest.mark.parametrize(
    "typed",
    [
        "# Un\n\n- [x] deux[^1]\n- trois\n\n[^1]: quatre",
        "|a|b|c|d|\n|-|:-:|-|-|\n|1|2|3|4|",
        "> a\n> - b\n>   1. c\n\n```js\nd\n```\n\n<details><summary>e</summary>f</details>",
    ],
)
def test_the_html_of_usual_texts_parses_without_error(typed):
    parser = html5lib.HTMLParser(strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser.parseFragment(render(typed))


@pytest.mark.parametrize("typed", ['<b id="m-x">a</b>', '<p class="mention">a</p>', '<li class="task" id="m-y">a</li>'])
def test_people_cannot_borrow_our_ids_and_classes(typed):
    assert not [element for element in elements(render(typed)) if element.get("id") or element.get("class")]


def test_boxes_typed_as_html_are_removed():
    assert "<input" not in render("<input type=checkbox disabled> <div><input></div>")


def test_the_words_of_a_script_are_not_shown():
    assert render("avant <script>alert(1)</script> après") == "<p>avant  après</p>\n"
    assert "alert" not in render("<script>\nalert(1)\n</script>")


def test_a_link_that_may_not_be_followed_leaves_its_words():
    assert render("[ici](javascript:alert(1))") == "<p>ici</p>\n"


def test_links_to_elsewhere_tell_search_engines_so():
    assert render('<a href="https://e.fr" rel="dofollow" target="_blank">e</a>') == (
        '<p><a href="https://e.fr" rel="nofollow ugc noopener">e</a></p>\n'
    )


def test_a_prefix_is_no_way_in():
    with pytest.raises(ValueError, match="prefix"):
        render("# a", prefix='x" onclick="y')
