"""A line that is only `#12` or `[[#12]]` stands for the publication itself: pages put a card with its present state there."""

import re

from markdown_it.token import Token

_LINE = re.compile(r"(?:\[\[)?#([0-9]{1,9})(?:\]\])?")
# In stored HTML: the number alone, or the link that the renderer made of it.
INCLUDED = re.compile(
    r'<p class="include">(?:#([0-9]{1,9})|<a [^<>]*href="/[a-z]+/([0-9]{1,9})-[^"]*"[^<>]*>[^<]*</a>)</p>'
)
MOST = 30  # cards of one text


def find(tokens: list[Token]) -> list[Token]:
    """Mark paragraphs that hold nothing but such lines, one paragraph a line."""
    made: list[Token] = []
    count = position = 0
    while position < len(tokens):
        token = tokens[position]
        lines = _lines(tokens, position) if token.type == "paragraph_open" and not token.hidden else []
        if lines and count + len(lines) <= MOST:
            count += len(lines)
            for number in lines:
                opening = Token("paragraph_open", "p", 1, attrs={"class": "include"}, block=True, level=token.level)
                text = [Token("text", "", 0, content=f"#{number}")]
                inline = Token("inline", "", 0, content=f"#{number}", children=text, level=token.level + 1)
                made += [opening, inline, Token("paragraph_close", "p", -1, block=True, level=token.level)]
            position += 3
        else:
            made.append(token)
            position += 1
    return made


def _lines(tokens: list[Token], position: int) -> list[str]:
    """The numbers, when each line is one; nothing otherwise."""
    content = tokens[position + 1].content
    if "#" not in content or len(content) > MOST * 20:
        return []
    found = [_LINE.fullmatch(line.strip()) for line in content.split("\n")]
    return [each[1] for each in found if each] if all(found) else []
