"""What mail programs write around a quotation and under a text, in French and English."""

import re

WORDS = re.IGNORECASE
LONGEST = 500  # characters of a line that are looked at

# "Le mar. 3 nov. 2026 à 21:14, Awa <awa@example.org> a écrit :", on one line or joined from several.
ATTRIBUTION = re.compile(
    r"^-{0,6} ?(?:le\b.{4,300}?\b(?:a|à) ?(?:écrit|ecrit|répondu)|le\b.{4,300}?\bécrivait"
    r"|on\b.{4,300}?\b(?:wrote|writes)"
    r"|.{2,160}?<[^<>@\s]+@[^<>\s]+>,? ?(?:(?:a|à) (?:écrit|ecrit)|écrivait|wrote|writes)\b.{0,60}?"
    r"|\d{1,4}[-/. ](?:\d{1,2}|\w{3,9}\.?)[-/. ]\d{1,4}.{0,80}<[^<>@\s]+@[^<>\s]+>)\s?(?:ceci)?\s?:?$",
    WORDS,
)
# One that can be nothing else: it holds a date or an address.
CERTAIN = re.compile(r"\d{1,2}\D{1,12}\d{2,4}|\d{1,2}[:h]\d{2}|@", WORDS)

# The same with the quotation on the same line, as Yahoo on a telephone writes it.
RUNNING = re.compile(r"^(?:le|on)\b.{4,200}<[^<>@\s]+@[^<>\s]+> ?(?:a écrit|wrote) ?:\s+\S", WORDS)

DASHES = r"[\s>*]*[-_—=]{2,}\s*"
SEPARATOR = re.compile(
    rf"^{DASHES}(?:message|mail|courriel|e-mail|courrier) (?:d[’']origine|original|initial|précédent){DASHES}$"
    rf"|^{DASHES}(?:original|reply|initial) (?:message|e?-?mail|appointment){DASHES}$",
    WORDS,
)
FORWARDED = re.compile(
    rf"^{DASHES}(?:(?:message|mail|courriel) (?:transféré|réexpédié|transmis|suivi)|forwarded message"
    rf"|forwarded by .{{1,80}}){DASHES}$"
    r"|^(?:début du (?:message|courriel|courrier) (?:transféré|réexpédié)|begin forwarded message)\s?:$",
    WORDS,
)
FORWARDING = re.compile(r"^\s*(?:tr|fwd?|fw|i)\s?:", WORDS)  # subjects

HEADER = re.compile(
    r"^[\s*_]*(?P<name>de|from|expéditeur|envoyé(?: le)?|envoyee?|date|sent|à|a|to|pour|destinataires?|cc|copie(?: à)?|cci|bcc"
    r"|objet|sujet|subject|répondre à|reply-to|importance|organisation|organization)[\s*_]*:[\s*_]*(?P<value>.*)$",
    WORDS,
)
FROM = {"de", "from", "expéditeur"}
ABOUT = {"objet", "sujet", "subject", "date", "sent", "envoyé", "envoye", "envoyee", "envoyé le"}
ONE_LINE = re.compile(
    r"^[\s*_]*(?:de|from)[\s*]*:.+(?:envoyé|date|sent)[\s*]*:.+(?:à|to)[\s*]*:.+(?:objet|subject)[\s*]*:", WORDS
)
RULE = re.compile(r"^[\s>]*[_\-*]{10,}\s*$")
LINE = re.compile(r"^[\s_\-*=]{3,}$")  # drawn under a text, before what follows
OVERHEAD = re.compile(
    r"(?:répond(?:re|ez)|écri(?:re|vez)) au[- ]dessus de cette ligne|(?:reply|write) above this line", WORDS
)

DELIMITER = re.compile(r"^(?:--|—|__) ?$")
DEVICE = (
    r"(?:iphone|ipad|ipod|apple|galaxy|samsung|smartphone|mobile|téléphone|portable|appareil|tablette|android|huawei"
    r"|xiaomi|redmi|oppo|honor|pixel|nokia|sony|outlook|yahoo|courrier|proton|orange|sfr|free|la ?poste|bouygues"
    r"|application|ios|blackberry|windows|mail\b|messagerie|phone|device|tablet|gmail|k-9|thunderbird|fairphone)"
)
FOOTER = re.compile(
    rf"^\W*(?:envoyé|sent|enviado) (?:de|depuis|à partir d|avec|via|par|from|with|using|by)\b.{{0,60}}?{DEVICE}.{{0,120}}$"
    r"|^\W*(?:télécharge[rz]|obten(?:ez|ir)|get) \W*(?:outlook|bluemail|spark)\b.{0,120}$"
    r"|^\W*provenance ?: courrier pour windows.{0,60}$"
    r"|^\W*(?:garanti )?sans virus\W.{0,80}$|^\W*virus-free\W.{0,80}$"
    r"|^\W*(?:cet? (?:e-?mail|courriel) a été vérifié|this e-?mail has been checked)\b.{0,120}$"
    r"|^\W*(?:www|https?)\S{0,20}\bavast\.\S*$"
    r"|^\W*(?:veuillez excuser|please excuse) (?:ma|my) (?:brièveté|brevity)\W*$",
    WORDS,
)
LIST_FOOTER = re.compile(r"mailing list|liste de diffusion|listinfo|se désabonner|désinscri|unsubscribe|\S+@\S+", WORDS)


def plain(line: str) -> str:
    """The line as patterns read it: usual spaces, no signs of Markdown around."""
    return " ".join(line[:LONGEST].replace("\\", "").split())
