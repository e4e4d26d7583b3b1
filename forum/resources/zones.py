"""Which groups of countries a country is in, so that "Bénin" finds what is open to West Africa or to the world."""

from forum.territories.vocabulary import bundle, is_oda_country


def _set(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


WEST_AFRICA = _set("BJ BF CI CV GM GH GN GW LR ML MR NE NG SL SN TG")
AFRICA = WEST_AFRICA | _set(
    "AO BI BW CD CF CG CM DJ DZ EG ER ET GA GQ KE KM LS LY MA MG MU MW MZ NA RW SC SD SO SS ST SZ TD TN TZ UG ZA ZM ZW"
)
UNION = _set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")
NEIGHBOURS = _set("AM AZ BY DZ EG GE IL JO LB LY MA MD PS SY TN UA")
MEDITERRANEAN = _set("AL BA CY DZ EG ES FR GR HR IL IT JO LB LY MA MC ME MT PS PT SI SY TN TR")
FRENCH_SPEAKING = _set(
    "AL AM BE BF BG BI BJ CA CD CF CG CH CI CM CV DJ DM EG FR GA GN GQ GR GW HT KH KM LA LB LC LU MA MC MD MG MK ML MR"
    " MU NE RO RW SC SN ST TD TG TN VN VU"
)


def zones_of(country: str) -> frozenset[str]:
    """The codes under which a resource may name this country: itself and every group that it is in."""
    found = {country, "monde"}
    found |= {"cad", "sud"} if is_oda_country(country) else set()
    groups = {
        "afrique-ouest": WEST_AFRICA, "afrique": AFRICA, "ue": UNION, "voisinage-ue": NEIGHBOURS,
        "mediterranee": MEDITERRANEAN, "francophonie": FRENCH_SPEAKING, "france": {"FR"},
    }  # fmt: skip
    found |= {zone for zone, members in groups.items() if country in members}
    return frozenset(found if country in UNION else found | {"hors-ue"})


def oda_countries() -> list[str]:
    """Where most projects are: the countries offered as filters."""
    return [row["code"] for row in bundle("vocab")["countries"] if row["dac"]]
