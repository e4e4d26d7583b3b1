"""Markdown as people type it, to the HTML that is stored beside it."""

from html import escape

from forum.core.markup import callouts, footnotes, images, includes, mentions, raw_html, sanitise, shape, typography
from forum.core.markup.names import NO_NAMES, Names
from forum.core.markup.parser import TooDeep, markdown, parse
from forum.core.markup.source import is_parsable, prepared

__all__ = ["NO_NAMES", "VERSION", "Names", "render", "stream"]

# Stored beside the HTML. One more whenever the same text gives other HTML: stored posts are then rendered again.
VERSION = 3


def render(source: str, *, prefix: str = "m", locale: str = "fr", names: Names = NO_NAMES, top: int = 3) -> str:
    """Sanitised HTML of a text. Never raises on any text; takes bounded time.

    All ids begin with `prefix-`, so that two posts of a page never share one. The highest heading is h`top`.
    """
    text = prepared(source)
    try:
        html = _written(text, prefix, locale, names, top) if is_parsable(text) else _as_typed(text)
    except (TooDeep, RecursionError):
        html = _as_typed(text)
    html = images.dress(sanitise.clean(html, prefix=prefix), names)
    return typography.french(html) if locale == "fr" else html


def stream(texts: bytes, *, locale: str = "fr") -> bytes:
    """Texts between NUL bytes to their HTML between NUL bytes, as many; ids differ from one text to the next."""
    sources = texts.decode("utf-8", "replace").split("\0")
    written = (render(text, prefix=f"m{number or ''}", locale=locale) for number, text in enumerate(sources))
    return "\0".join(written).encode()


def _written(text: str, prefix: str, locale: str, names: Names, top: int) -> str:
    tokens, env = parse(text)
    raw_html.tidy(tokens, env)
    tokens = callouts.frame(includes.find(tokens), locale)
    images.find(tokens, names)
    mentions.weave(tokens, names)
    shape.headings(tokens, prefix, top)
    shape.tasks(tokens)
    tokens = footnotes.place(shape.tables(tokens, locale), env, prefix, locale)
    parser = markdown()
    return str(parser.renderer.render(tokens, parser.options, env))


def _as_typed(text: str) -> str:
    """What cannot be parsed is shown, not lost."""
    return "".join(f"<p>{escape(part, quote=False)}</p>\n" for part in text.split("\n\n") if part.strip()).replace(
        "\n", "<br>\n"
    )
