-- Version 1: articles and what was read from them, what the weighing made of it, what people decided.

-- One row for each published text. `text` stands last, so that a listing never reads it.
CREATE TABLE articles (
    number            INTEGER PRIMARY KEY,
    id                TEXT NOT NULL UNIQUE,
    path              TEXT NOT NULL,
    url               TEXT,
    title             TEXT,
    outlet            TEXT,
    byline            TEXT,
    published         TEXT,
    published_from    TEXT,
    published_certain TEXT,
    language          TEXT NOT NULL,
    reader            TEXT NOT NULL,
    -- Hash of the bytes that the article was read from, where `add` was given them; equals `id`.
    content_hash      TEXT,
    text_hash         TEXT NOT NULL,
    blocks            TEXT NOT NULL,
    links             TEXT NOT NULL,
    text              TEXT NOT NULL
) STRICT;

CREATE INDEX articles_in_order ON articles (published IS NULL, published, id);

-- Every path at which the same bytes were met.
CREATE TABLE paths (
    article TEXT NOT NULL REFERENCES articles (id),
    path    TEXT NOT NULL,
    PRIMARY KEY (article, path)
) STRICT, WITHOUT ROWID;

-- `start` is where the first quote begins; the columns from `kind` to `stage` repeat what `says` holds, to be searched.
CREATE TABLE claims (
    id         TEXT NOT NULL PRIMARY KEY,
    article    TEXT NOT NULL REFERENCES articles (id),
    start      INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    supplier   TEXT,
    recipient  TEXT,
    category   TEXT,
    stage      TEXT,
    quotes     TEXT NOT NULL,
    says       TEXT NOT NULL,
    stance     TEXT NOT NULL,
    sources    TEXT NOT NULL,
    rule       TEXT NOT NULL,
    confidence REAL NOT NULL
) STRICT;

CREATE INDEX claims_by_article ON claims (article, start, id);
CREATE INDEX claims_by_supplier ON claims (supplier, recipient);
CREATE INDEX claims_by_recipient ON claims (recipient);
CREATE INDEX claims_by_category ON claims (category);
CREATE INDEX claims_by_stage ON claims (stage);

CREATE TABLE doubts (
    article    TEXT NOT NULL REFERENCES articles (id),
    position   INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    span_start INTEGER,
    span_end   INTEGER,
    what       TEXT NOT NULL,
    PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;

-- The register as last weighed. Derived: it can be made again from claims and decisions at any time.
CREATE TABLE records (
    id       TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    record   TEXT NOT NULL
) STRICT;

CREATE TABLE record_claims (
    claim  TEXT NOT NULL REFERENCES claims (id),
    record TEXT NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    PRIMARY KEY (claim, record)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_claims_by_record ON record_claims (record);

CREATE TABLE origins (
    id       TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    origin   TEXT NOT NULL
) STRICT;

-- What people decided: appended to, never changed; withdrawing one is a later decision that names it.
CREATE TABLE decisions (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    made_at      TEXT NOT NULL,
    who          TEXT NOT NULL,
    what         TEXT NOT NULL,
    why          TEXT NOT NULL,
    withdrawn_by TEXT REFERENCES decisions (id)
) STRICT;

CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions are never deleted');
END;

CREATE TRIGGER decisions_keep_their_words BEFORE UPDATE ON decisions
WHEN new.number IS NOT old.number OR new.id IS NOT old.id OR new.made_at IS NOT old.made_at OR new.who IS NOT old.who
    OR new.what IS NOT old.what OR new.why IS NOT old.why OR old.withdrawn_by IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'decisions are never changed');
END;

-- `generation` counts the changes to claims and decisions; `weighed` is the generation that the register was made from.
CREATE TABLE state (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    weighed    INTEGER NOT NULL
) STRICT;

INSERT INTO state (one, generation, weighed) VALUES (1, 0, 0);

-- What a search looks through: the title, and the text without its title and furniture. An article whose parts are not
-- known is searched whole. Spans count bytes, hence the casts; the blocks are counted off one by one, as the index may
-- not be checked against a view that uses `json_each`.
CREATE VIEW searchable (number, title, body) AS
SELECT
    articles.number,
    articles.title,
    CASE
        WHEN json_array_length(articles.blocks) = 0 THEN articles.text
        ELSE (
            WITH RECURSIVE places (place) AS (
                SELECT 0
                UNION ALL
                SELECT place + 1 FROM places WHERE place + 1 < json_array_length(articles.blocks)
            ),
            parts (kind, first, after) AS (
                SELECT
                    json_extract(articles.blocks, '$[' || place || '].kind'),
                    json_extract(articles.blocks, '$[' || place || '].span.start'),
                    json_extract(articles.blocks, '$[' || place || '].span.end')
                FROM places
            )
            SELECT group_concat(CAST(substr(CAST(articles.text AS BLOB), first + 1, after - first) AS TEXT), char(10))
            FROM parts
            WHERE kind NOT IN ('title', 'furniture')
        )
    END
FROM articles;

-- The index holds words only; the words in their order are read from the view.
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, body, content = 'searchable', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);
