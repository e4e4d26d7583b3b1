"""HTML of mail programs to Markdown: their marks around quotations become `>`, their signatures go."""

import re
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString, PageElement
from markdownify import ASTERISK, ATX, MarkdownConverter

from forum.correspondence.reading.cutting import REST

# The text of somebody else, whole.
QUOTED = (
    "blockquote[type=cite]", "blockquote.gmail_quote", ".yahoo_quoted", ".protonmail_quote blockquote",
    "[data-marker=__QUOTED_TEXT__]", "#mail-editor-reference-message-container", ".ms-outlook-mobile-reference-message",
    "#isReplyContent", ".moz-forward-container", "#isForwardContent", "#OLK_SRC_BODY_SECTION", ".zmail_extra",
)  # fmt: skip
# From here to the end it is the text of somebody else.
BEGINS = (
    "#divRplyFwdMsg",
    "#appendonsend",
    "hr#zwchr",
    "[data-marker=__DIVIDER__]",
    "#stopSpelling",
    "#ms-outlook-mobile-body-separator-line",
)
SIGNATURES = (
    ".gmail_signature_prefix", ".gmail_signature", ".moz-signature", "#Signature", "#signature",
    ".protonmail_signature_block", "#ms-outlook-mobile-signature", "#AppleMailSignature",
    "#ymail_android_signature", "#ymail_ios_signature", "#composer_signature", ".k9mail-signature", "#Signature_body",
    "[data-marker=__SIG_PRE__]", "[data-marker=__SIG_POST__]", "[id^=lineBreakAtBeginningOfSignature]",
)  # fmt: skip
DROPPED = ("script", "style", "head", "title", "meta", "link", "object", "iframe", "svg", "form", "o\\:p:empty")
TELLING = re.compile(
    r"gmail_quote|type=[\"']?cite|yahoo_quoted|protonmail_quote|divRplyFwdMsg|appendonsend|zwchr|__QUOTED_TEXT__"
    r"|reference-message|moz-cite-prefix|border-top:\s*solid #(?:E1E1E1|B5C4DF)|OLK_SRC_BODY|gmail_signature"
    r"|composer_signature|ymail_|<(?:ul|ol|strong|b|table)\b",
    re.I,
)
OUTLOOK_RULE = re.compile(r"border-top:\s*solid #(?:E1E1E1|B5C4DF)", re.I)
LARGEST = 2_000_000  # characters; beyond, the plain part or nothing is read


def is_telling(html: str) -> bool:
    """Does the HTML say more than the plain text would: where quotations are, or lists?"""
    return len(html) <= LARGEST and bool(TELLING.search(html))


def markdown_of(html: str) -> str:
    """The words of a letter in HTML, quotations with `>`, the rest that is a quotation behind a mark."""
    soup = BeautifulSoup(html[:LARGEST], "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for each in soup.select(",".join(DROPPED)):
        each.decompose()
    for each in soup.select("[style]"):
        if not each.decomposed and re.search(r"display:\s*none|mso-hide:\s*all", str(each.get("style")), re.I):
            each.decompose()
    for each in soup.select(",".join(QUOTED)):
        _as_quotation(soup, each)
    _first_rest(soup)
    for each in soup.select(",".join(SIGNATURES)):
        if not each.decomposed and not each.find("blockquote"):
            each.decompose()
    text: str = Converter().convert_soup(soup)
    return re.sub(r"(?m)^((?:> ?)+)[ \t]+$", r"\1", text)


def _as_quotation(soup: BeautifulSoup, element: Tag) -> None:
    """Any wrapper of a quotation is a blockquote from here on."""
    element.attrs = {"class": "quoted"}
    element.name = "blockquote"


def _first_rest(soup: BeautifulSoup) -> None:
    """Put the mark where a quotation without signs begins; nothing behind it is read."""
    found = soup.select_one(",".join(BEGINS))
    if found is None:
        found = next((each for each in soup.find_all("div", style=OUTLOOK_RULE) if _is_header(each)), None)
    if found is None or found.find_parent("blockquote"):
        return
    if not _words_before(soup, found):
        return  # nothing was typed above: the lines decide
    mark = soup.new_tag("p")
    mark.string = REST
    found.insert_before(mark)
    element: PageElement | None = found
    while element is not None and element.parent is not None:
        parent = element.parent
        for later in [*element.next_siblings]:
            later.extract()
        element = parent if parent is not soup else None
    found.extract()


def _is_header(element: Tag) -> bool:
    return bool(re.match(r"\s*(?:de|from)\s*:", element.get_text(" ").replace("\u00a0", " "), re.I))


def _words_before(soup: BeautifulSoup, element: Tag) -> bool:
    return any(isinstance(each, NavigableString) and each.strip() for each in element.previous_elements)


class Converter(MarkdownConverter):
    """Every line that was seen is a line; pictures are attachments, not text."""

    class Options(MarkdownConverter.DefaultOptions):
        """As Palabre writes Markdown."""

        heading_style = ATX
        bullets = "-"
        strong_em_symbol = ASTERISK
        escape_underscores = False
        escape_asterisks = False

    def convert_br(self, el: Tag, text: str, parent_tags: Any) -> str:
        """One line ends. Inside a table's cell, a space."""
        return " " if "_inline" in parent_tags else "\n"

    def convert_div(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Most programs write a div for each line."""
        if "_inline" in parent_tags:
            return " " + text.strip() + " "
        text = re.sub(r"^[ \t]+|[ \t]+$", "", text)
        return f"\n{text}\n" if text.strip() else "\n\n"

    def convert_p(self, el: Tag, text: str, parent_tags: Any) -> str:
        """A paragraph; the lines that Word calls paragraphs are lines."""
        if "_inline" in parent_tags:
            return " " + text.strip() + " "
        text = text.strip("\n \t")
        if not text.replace("\u00a0", "").strip():
            return "\n\n"
        is_line = any("mso" in name.lower() for name in el.get("class") or []) or _has_no_margin(el)
        return f"\n{text}\n" if is_line else f"\n\n{text}\n\n"

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        """A link; addresses of mail are only their words."""
        href = str(el.get("href") or "")
        words = text.strip()
        if not re.match(r"https?://", href, re.I) or href.rstrip("/") in (words, f"http://{words}", f"https://{words}"):
            return text if words or not href.startswith("http") else href
        return f"[{words}]({href.replace(' ', '%20')})" if words else ""

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Nothing: a small picture with a word is a smiley, and its word is kept."""
        alt = str(el.get("alt") or "")
        return alt if len(alt) <= 3 else ""

    def convert_blockquote(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Lines behind `>`; an indent that is no quotation too, since readers saw it so."""
        inner = re.sub(r"\n{3,}", "\n\n", text.strip("\n"))
        return "\n\n" + "\n".join(f"> {line}".rstrip() for line in inner.split("\n")) + "\n\n" if inner.strip() else ""

    def convert_table(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Tables that arrange a page are their lines; tables of facts are tables."""
        rows = el.find_all("tr")
        widths = {len(row.find_all(["td", "th"], recursive=False)) for row in rows}
        if len(rows) < 2 or len(widths) != 1 or max(widths) < 2 or el.find("table"):
            lines = [cell.strip() for cell in re.sub(r"(?m)^\|[\s|:-]*\|$", "", text).split("|") if cell.strip()]
            return "\n\n" + "\n".join(lines) + "\n\n"
        return str(super().convert_table(el, text, parent_tags))


def _has_no_margin(el: Tag) -> bool:
    return bool(re.search(r"margin(?:-top|-bottom)?:\s*0", str(el.get("style") or ""), re.I))
