"""How a French word sounds, so that it is found by whoever writes as they hear: "phorage", "assossiassion"."""

import re
from functools import lru_cache

# In this order. Capitals are sounds that have no letter of their own: A (an), E (in), O (on), U (ou), S (ch), N (gn).
_RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"), (r"chr", "kr"), (r"chl", "kl"), (r"s?ch", "S"), (r"sh", "S"), (r"gn", "N"), (r"h", ""),
        (r"(?<!s)ti(?=on|el|eu)", "ssi"), (r"qu|q|ck", "k"), (r"gu(?=[eiy])", "G"), (r"g(?=[eiy])", "j"), (r"je(?=[ao])", "j"),
        (r"sc(?=[eiy])", "ss"), (r"c(?=[eiy])", "ss"), (r"c", "k"), (r"(?<=[aeiouy])s(?=[aeiouy])", "z"), (r"x", "ks"),
        (r"(?<=[^o])ill(?=[aeiou])", "iy"), (r"eau|au", "o"), (r"oin(?![aeiouymn])", "wE"), (r"oi", "wa"),
        (r"i?en(?=$|s$)", "iE"), (r"(?:ain|ein|aim|yn|ym|in|im)(?![aeiouymn])", "E"), (r"(?:an|en|am|em)(?![aeiouymn])", "A"),
        (r"(?:on|om)(?![aeiouymn])", "O"), (r"ou", "U"), (r"ai|ei|ay|oeu|eu|oe", "e"), (r"y", "i"), (r"G", "g"),
        (r"(.)\1+", r"\1"), (r"(?<=.{2})e?[sxtdpz]*$", ""), (r"e$", ""),
    )
]  # fmt: skip


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """The same for two folded words that are said the same, or nearly."""
    for pattern, said in _RULES:
        word = pattern.sub(said, word)
    return word
