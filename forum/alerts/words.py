"""What is told, in words."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from forum.alerts.models import ItemChange, SavedSearch
from forum.core.i18n import _, as_said, language, ngettext
from forum.core.permissions import Actor
from forum.items.kinds import kinds
from forum.resources.fit_words import euros
from forum.resources.profile import project_in
from forum.resources.question import question
from forum.search.queries import Asked
from forum.territories.queries import theme, tree
from forum.territories.vocabulary import actor_types, place_name


def day_in_words(day: date | str) -> str:
    """31 mars 2027."""
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return as_said(format_date(found, "long", locale=language.get()), language.get())


def hows() -> dict[str, str]:
    """When letters come."""
    return {
        "now": _("As soon as something is new"),
        "daily": _("Once a day, in the morning"),
        "weekly": _("Once a week, on Monday morning"),
        "none": _("No letter: I read its feed or its calendar"),
    }


def fact_words() -> dict[str, str]:
    """Names of facts, as sentences list them."""
    return {
        "min_amount": _("amount"), "max_amount": _("amount"), "max_amount_overseas": _("amount"),
        "max_amount_multi_year": _("amount"), "max_amount_ecsi": _("amount"), "max_cofunding_pct": _("share"),
        "max_cofunding_pct_collectivite": _("share"), "funder": _("who offers it"), "url": _("web page"),
        "contact": _("contact"), "type": _("type"), "level": _("level"), "deadline_note": _("note on the dates"),
        "tool": _("where to apply"), "deadline": _("deadline"), "opens_on": _("opening"), "text": _("local rule"),
    }  # fmt: skip


def said(change: ItemChange) -> str:
    """One change as a sentence."""
    if change.what == "new":
        return _("New")
    if change.what == "reopened":
        if change.now:
            return _("Open again, until %(day)s", day=day_in_words(change.now))
        return _("Open again")
    if change.what == "deadline":
        if change.was and change.now:
            return _(
                "Deadline moved from %(was)s to %(now)s", was=day_in_words(change.was), now=day_in_words(change.now)
            )
        if change.now:
            return _("A deadline is known: %(day)s", day=day_in_words(change.now))
        return _("No more deadline (it was %(day)s)", day=day_in_words(change.was))
    known = fact_words()
    if change.what == "local":
        node = tree().nodes.get(int(change.was))
        names = ", ".join(dict.fromkeys(known.get(name, _("conditions")) for name in change.now.split(",")))
        return _("For %(place)s: %(words)s", place=node.name if node else "", words=names)
    words = list(dict.fromkeys(known.get(name, _("conditions")) for name in change.now.split(",")))
    return _("Changed: %(words)s", words=", ".join(words))


def closing(days: int, day: date) -> str:
    """How long there is left."""
    if days <= 0:
        return _("Closes today")
    return ngettext("Closes in %(n)s day, on %(day)s", "Closes in %(n)s days, on %(day)s", days, day=day_in_words(day))


def question_in_words(search: SavedSearch, actor: Actor) -> str:
    """What is kept, as the page says it: for people and for the title of feeds."""
    if search.place == "resources":
        found = question(search.question, actor)
        told = [words for _name, words in found.in_words()]
        extra = [search.question[name] for name in ("tag", "space") if search.question.get(name)]
        return ", ".join([_("Resources"), *told, *extra])
    if search.place == "finder":
        return _("Funding that fits: %(words)s", words=", ".join(_answers(search.question)) or _("any project"))
    asked = Asked.of(search.question)
    words = [_("“%(words)s”", words=asked.q)] if asked.q else []
    words += [str(each.many) for each in kinds() if each.name == asked.kind]
    node, about = tree().find(asked.territory), theme(asked.theme)
    words += [each for each in (node.name if node else "", about.label if about else "", asked.space) if each]
    return ", ".join(words) or _("All publications")


def _answers(told: Mapping[str, str]) -> list[str]:
    """What was told of the project, in words."""
    node = tree().find(told.get("seat"))
    found = [actor_types().get(told.get("actor", ""), ""), node.name if node else ""]
    found += [place_name(told["country"])] if told.get("country") else []
    found += [row.label for code in told.get("theme", "").split(",") if (row := theme(code))]
    if (amount := project_in(told).amount) is not None:
        found.append(euros(amount))
    return [each for each in found if each]
