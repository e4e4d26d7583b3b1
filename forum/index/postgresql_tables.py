"""The tables of the index in PostgreSQL. The engine makes them itself: they hold nothing that it could not make again."""

LOCK = 7_252_773  # advisory lock of those who write the index
TABLES = ("index_postings", "index_passages", "index_segments", "index_state")

MAKE = (
    "CREATE TABLE IF NOT EXISTS index_state (version text NOT NULL, generation bigint NOT NULL DEFAULT 0)",
    """CREATE TABLE IF NOT EXISTS index_segments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, size integer NOT NULL, gone integer[] NOT NULL DEFAULT '{}')""",
    """CREATE TABLE IF NOT EXISTS index_passages (
        segment bigint NOT NULL, place integer NOT NULL, item bigint NOT NULL, part integer NOT NULL,
        facts text NOT NULL, shown text NOT NULL, PRIMARY KEY (segment, place))""",
    "CREATE INDEX IF NOT EXISTS ix_index_passages_item ON index_passages (item, part)",
    # One row holds a term's whole list in a segment: a question reads some rows, not thousands.
    """CREATE TABLE IF NOT EXISTS index_postings (
        segment bigint NOT NULL, field text COLLATE "C" NOT NULL, term text COLLATE "C" NOT NULL, n integer NOT NULL,
        ids bytea NOT NULL, counts bytea NOT NULL, PRIMARY KEY (segment, field, term))""",
)
SEGMENTS = "SELECT generation, id, size, gone FROM index_state LEFT JOIN index_segments ON true ORDER BY id"
GENERATION = "SELECT version, generation FROM index_state"
FACTS = "SELECT facts FROM index_passages WHERE segment = %s ORDER BY place"
WORDS = "SELECT term, n FROM index_postings WHERE segment = %s AND field = 'lexicon'"
READ = "SELECT segment, field, term, ids, counts FROM index_postings WHERE segment = ANY(%s) AND field = ANY(%s) AND term = ANY(%s)"
SHOWN = "SELECT place, shown FROM index_passages WHERE segment = %s AND place = ANY(%s)"
# Old passages of what is put or removed: their places join the list of those that are gone.
FORGET = """
    UPDATE index_segments SET gone = gone || old.places FROM (
        SELECT p.segment, array_agg(p.place) AS places FROM index_passages p
        JOIN index_segments s ON s.id = p.segment
        JOIN unnest(%s::bigint[], %s::integer[], %s::integer[]) AS w(item, low, high)
            ON p.item = w.item AND p.part BETWEEN w.low AND w.high
        WHERE NOT (p.place = ANY(s.gone)) GROUP BY p.segment) AS old
    WHERE id = old.segment
"""
MERGED = """
    SELECT field, term, segment, ids, counts, n FROM index_postings WHERE segment = ANY(%s) ORDER BY field, term, segment
"""
SIZE = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
