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

# Read it as a map: each number is a department, Paris and its ring a little larger than in life.
_DEPARTMENTS = """
  .   .   .   .   .  62  59   .   .   .   .   .   .   .   .
  .   .   .   .  76  80  60  02  08   .   .   .   .   .   .
  .   .  50  14  27  95  93  51  55  54  57  67   .   .   .
 29  22  35  61  78  92  75  77  10  52  88  68   . 971 974
  .  56  53  72  28  91  94  89  21  70  90   .   . 972 976
  .  44  49  37  41  45  18  58  71  39  25   .   . 973   .
  .  85  79  86  36  23  03  42  69  01  74   .   .   .   .
  .  17  16  87  19  15  63  43  38  73   .   .   .   .   .
  .  33  24  47  46  12  48  07  26  05   .   .   .   .   .
  .  40  32  82  81  34  30  84  04  06   .   .   .   .   .
  .  64  65  31  09  11   .  13  83   .   .  2B   .   .   .
  .   .   .   .   .  66   .   .   .   .   .  2A   .   .   .
"""


def _read(drawing: str) -> Places:
    """Codes, numbers as abbreviations, columns and rows of a drawing."""
    return {
        f"dep-{number}": (number, column, row)
        for row, line in enumerate(drawing.strip("\n").splitlines())
        for column, number in enumerate(line.split())
        if number != "."
    }


DEPARTMENTS = _read(_DEPARTMENTS)
