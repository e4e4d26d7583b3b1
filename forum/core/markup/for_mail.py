"""The HTML of a message for a letter: whole addresses, styles inside, no picture to fetch, for Outlook and its like."""

from bs4 import BeautifulSoup

from forum.core.i18n import _

STYLES = {
    "a": "color:#1D5C8A",
    "blockquote": "margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #B8B09C;color:#56625B",
    "pre": "margin:0 0 16px;padding:12px;background-color:#EFE9DC;color:#1F2A24;font-family:Consolas,monospace;"
    "font-size:14px;white-space:pre-wrap",
    "code": "font-family:Consolas,monospace;font-size:15px",
    "table": "border-collapse:collapse;margin:0 0 16px",
    "th": "border:1px solid #B8B09C;padding:6px 8px;text-align:left",
    "td": "border:1px solid #B8B09C;padding:6px 8px",
    "p": "margin:0 0 16px",
    "ul": "margin:0 0 16px;padding-left:24px",
    "ol": "margin:0 0 16px;padding-left:24px",
    "h1": "margin:24px 0 8px;font-size:22px;line-height:1.3",
    "h2": "margin:24px 0 8px;font-size:20px;line-height:1.3",
    "h3": "margin:16px 0 8px;font-size:18px;line-height:1.3",
    "hr": "border:0;border-top:1px solid #DFD7C5;margin:24px 0",
}
# Drawn by the site with its styles; in a letter they would be empty boxes.
GONE = ("script", "style", "svg", "form", "button", "input", "iframe", "source", "link", "meta")
UNWRAPPED = ("details", "summary", "figure", "picture", "span", "section", "article")


def for_mail(html: str, base_url: str) -> str:
    """Ready to stand in a letter. `html` was sanitised when it was stored."""
    soup = BeautifulSoup(html, "html.parser")
    for box in soup.find_all("input", type="checkbox"):
        box.replace_with("☑ " if box.has_attr("checked") else "☐ ")
    for tag in soup.find_all(GONE):
        tag.decompose()
    for picture in soup.find_all("img"):
        _say_picture(soup, picture, base_url)
    for tag in soup.find_all(UNWRAPPED):
        if tag.name == "summary":
            tag.name = "p"
        else:
            tag.unwrap()
    for tag in soup.find_all(True):
        kept = {
            name: value for name, value in tag.attrs.items() if name in ("href", "colspan", "rowspan", "start", "lang")
        }
        if "href" in kept:
            kept["href"] = _whole(str(kept["href"]), base_url)
        if tag.name in STYLES:
            kept["style"] = STYLES[tag.name]
        tag.attrs = kept
    return str(soup)


def _say_picture(soup: BeautifulSoup, picture, base_url: str) -> None:  # type: ignore[no-untyped-def]
    """A picture becomes its description, which leads to it: nothing is fetched when a letter is opened."""
    words = str(picture.get("alt") or "").strip() or _("picture")
    if picture.find_parent("a"):
        picture.replace_with(f"[{words}]")
        return
    link = soup.new_tag("a", href=_whole(str(picture.get("src") or ""), base_url))
    link.string = f"[{words}]"
    picture.replace_with(link)


def _whole(address: str, base_url: str) -> str:
    return base_url + address if address.startswith("/") and not address.startswith("//") else address
