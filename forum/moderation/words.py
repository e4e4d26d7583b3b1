"""Reasons and deeds in words: what people choose from, and what the statement of reasons says."""

from forum.core.i18n import lazy

REASON_LABELS = {
    "spam": lazy("Advertising or scam"),
    "abuse": lazy("Insult, harassment, hate"),
    "illegal": lazy("Content against the law"),
    "personal_data": lazy("Somebody’s personal data"),
    "false": lazy("False or misleading"),
    "outdated": lazy("Out of date"),
    "off_topic": lazy("Not in its place"),
    "other": lazy("Something else"),
    "appeal": lazy("Decision contested"),
}

# The rule or the law on which a decision stands (digital services regulation, article 17).
GROUNDS = {
    "spam": lazy("House rule: no advertising, no canvassing, no scam."),
    "abuse": lazy("House rule: one speaks to people with respect. Insults and incitement to hatred are also offences."),
    "illegal": lazy("The law: this content is held to be illegal, for the reason given above."),
    "personal_data": lazy("The law: personal data are published only with a legal basis (GDPR, article 6)."),
    "false": lazy("House rule: what misleads others about rights, money or safety is taken away."),
    "outdated": lazy("House rule: what is no longer true is taken away or corrected."),
    "off_topic": lazy("House rule: each thing in its place, so that others find it."),
    "other": lazy("House rules of this space."),
}

DEED_LABELS = {
    "approve": lazy("Published"),
    "refuse": lazy("Refused"),
    "hide": lazy("Hidden"),
    "restore": lazy("Made public again"),
    "dismiss": lazy("Report closed, message left"),
    "reopen": lazy("Decision taken back"),
}

STATE_LABELS = {
    "open": lazy("being read"),
    "upheld": lazy("well-founded"),
    "dismissed": lazy("closed without action"),
}
