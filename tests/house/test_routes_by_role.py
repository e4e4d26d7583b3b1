"""Every route as every role, held against one table: nobody gets in who should not, a new route must be placed.

The table is routes_by_role.tsv beside this file. `python -m pytest … --write-routes` writes it anew from what
the application answers; the difference is then read and reviewed line by line like any other change.
"""

import fcntl
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.walk import ROLES, routes

# What guests may do and visitors may not: their own page, their own texts, following, decisions about what they wrote.
FOR_GUESTS = (
    "/guests/", "/items/preview", "/items/<int:item_id>/posts", "/items/<int:item_id>/watch", "/decisions/",
)  # fmt: skip
TABLE = Path(__file__).with_name("routes_by_role.tsv")


PARTS = 6  # of the walk, so that all cores walk


def _table() -> dict[str, str]:
    lines = TABLE.read_text().splitlines()[1:] if TABLE.exists() else []
    return {line.rsplit("\t", len(ROLES))[0]: line for line in lines}


def _places(walk) -> dict[str, tuple[str, str]]:
    """Name in the table -> (method, address) of every route, in both worlds."""
    found = {}
    for method, rule in routes(walk.app):
        for world in ("open", "private"):
            address = walk.address(rule, private=world == "private")
            if address is not None:
                found[f"{method}\t{rule.rule}\t{world}"] = (method, address)
    return found


def _write(names: Iterable[str], answered: dict[str, str]) -> None:
    """What a part found goes to its place in the table, and what is no route any more goes."""
    head = "\t".join(["method", "route", "thing", *ROLES])
    with TABLE.open("a") as gate:  # parts walk at the same time
        fcntl.flock(gate, fcntl.LOCK_EX)
        lines = {**_table(), **answered}
        TABLE.write_text("\n".join([head, *(lines[name] for name in names if name in lines)]) + "\n")


def test_every_route_has_its_place_in_the_table(walk, request):
    places = _places(walk)
    if request.config.getoption("--write-routes"):
        _write(places, {})
    else:
        assert sorted(places) == sorted(_table()), "a route is new or gone: place it in the table"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_route_answers_every_role_as_the_table_says(walk, request, part):
    places = _places(walk)
    found = {}
    for name in list(places)[part::PARTS]:
        answers = [str(walk.ask(role, *places[name])) for role in ROLES]
        found[name] = "\t".join([name, *answers])
    if request.config.getoption("--write-routes"):
        _write(places, found)
    wanted = _table()
    assert [found[name] for name in found if found[name] != wanted.get(name)] == []


def test_what_is_private_is_never_told_to_outsiders():
    """Whatever the table says elsewhere: outsiders get 404, 401/303 to sign in, or 405, never a page."""
    outsiders = [ROLES.index(role) for role in ("visitor", "newcomer", "member", "other", "moderator", "steward")]
    leaks = []
    for line in _table().values():
        parts = line.split("\t")
        if parts[2] == "private":
            leaks += [line for place in outsiders if parts[3 + place] not in ("404", "303", "401", "403")]
    assert leaks == []


def test_a_guest_is_a_visitor_but_in_their_discussion():
    """In the closed discussion that they were invited to they get what a visitor gets in an open one, everywhere else
    what a visitor gets; beyond that, what is listed above, and nothing."""
    visitor, guest = 3 + ROLES.index("visitor"), 3 + ROLES.index("guest")
    rows = [line.split("\t") for line in _table().values()]
    in_public = {(row[0], row[1]): row[visitor] for row in rows if row[2] == "open"}
    others = []
    for row in rows:
        as_visitor = {row[visitor], in_public[row[0], row[1]]} if row[2] == "private" else {row[visitor]}
        if row[guest] not in as_visitor and not row[1].startswith(FOR_GUESTS):
            others.append(row)
    assert others == []


def test_no_answer_is_an_error_of_ours():
    assert [line for line in _table().values() if "500" in line.split("\t")[3:]] == []
