"""Places of the territories on two schematic grids of our own: code → (abbreviation, column, row).

Neighbours stay neighbours where a grid can; north is up; overseas stands apart on the right. A test holds both
against the tree: every region and department once, no two on one place.
"""

Places = dict[str, tuple[str, int, int]]

REGIONS: Places = {
    "reg-32": ("HDF", 3, 0),
    "reg-28": ("NOR", 2, 1),
    "reg-11": ("IDF", 3, 1),
    "reg-44": ("GES", 4, 1),
    "reg-53": ("BRE", 0, 2),
    "reg-52": ("PDL", 1, 2),
    "reg-24": ("CVL", 2, 2),
    "reg-27": ("BFC", 3, 2),
    "reg-75": ("NAQ", 1, 3),
    "reg-84": ("ARA", 3, 3),
    "reg-76": ("OCC", 2, 4),
    "reg-93": ("PAC", 3, 4),
    "reg-94": ("COR", 4, 5),
    "reg-01": ("GP", 6, 1),
    "reg-02": ("MQ", 6, 2),
    "reg-03": ("GF", 6, 3),
    "reg-04": ("RE", 7, 1),
    "reg-06": ("YT", 7, 2),
}
