-- Version 5: articles and what was read from them, what the weighing made of it and remembers, what people decided.

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
CREATE INDEX articles_by_language ON articles (language);

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
    origin   TEXT NOT NULL
, record TEXT) STRICT;

-- What people decided: appended to, never changed; taking one back is a later decision that names it.
-- `what` is the ruling and `seen` the articles that lay before the one who decided, both as JSON.
CREATE TABLE decisions (
    number  INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    who     TEXT NOT NULL,
    what    TEXT NOT NULL,
    why     TEXT NOT NULL,
    seen    TEXT NOT NULL
) STRICT;

CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions are never deleted');
END;

CREATE TRIGGER decisions_keep_their_words BEFORE UPDATE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions are never changed');
END;

-- `generation` counts the changes to claims and decisions; `weighed` is the generation that the register was made from.
CREATE TABLE state (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    weighed    INTEGER NOT NULL
, remembers INTEGER NOT NULL DEFAULT 0, last_article INTEGER NOT NULL DEFAULT 0, last_decision INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX origins_by_record ON origins (record) WHERE record IS NOT NULL;

CREATE TABLE marks (
    topic   INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    asks    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    PRIMARY KEY (topic, day, asks, article)
) STRICT, WITHOUT ROWID;

CREATE TABLE sketches (
    article    INTEGER PRIMARY KEY REFERENCES articles (number),
    passages   BLOB NOT NULL,
    quotations BLOB NOT NULL
) STRICT;

CREATE TABLE ties (
    child  INTEGER NOT NULL REFERENCES articles (number),
    parent INTEGER NOT NULL REFERENCES articles (number),
    tie    TEXT NOT NULL,
    PRIMARY KEY (child, parent)
) STRICT, WITHOUT ROWID;

CREATE INDEX ties_by_parent ON ties (parent);

CREATE TABLE families (
    article INTEGER PRIMARY KEY REFERENCES articles (number),
    origin  TEXT NOT NULL
) STRICT;

CREATE INDEX families_by_origin ON families (origin);

CREATE TABLE links (
    topic  INTEGER NOT NULL,
    speaks INTEGER NOT NULL,
    claim  TEXT NOT NULL REFERENCES claims (id),
    PRIMARY KEY (topic, speaks, claim)
) STRICT, WITHOUT ROWID;

CREATE TABLE traced (
    claim  TEXT PRIMARY KEY REFERENCES claims (id),
    origin TEXT NOT NULL,
    links  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX traced_by_origin ON traced (origin);

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

CREATE VIRTUAL TABLE quote_words USING fts5 (
    quote, claim UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
);

INSERT INTO articles (number, id, path, url, title, outlet, byline, published, published_from, published_certain, language, reader, content_hash, text_hash, blocks, links, text) VALUES
    (1, '32a74605e5c677a3', 'articles/1.html', 'https://example.org/1', 'Azerbaijan bought Groza-S stations, part 1', 'The Example', NULL, '2024-01-27', 'json-ld', 'sure', 'eng', '1.0', '32a74605e5c677a3', 'e8f9e11e25aa8c72', '[{"kind":"title","span":{"start":0,"end":42}},{"kind":"body","span":{"start":43,"end":104}},{"kind":"furniture","span":{"start":105,"end":142}}]', '[{"url":"https://example.org/","text":"home"}]', 'Azerbaijan bought Groza-S stations, part 1
Minsk sold 1 Groza-S stations to Azerbaijan for $1.1 million.
More to read: minerals of Afghanistan
'),
    (2, '1cd92cf5bd5c7747', 'articles/2.html', 'https://example.org/2', 'Azerbaijan bought Groza-S stations, part 2', 'The Example', NULL, '2024-01-26', 'json-ld', 'sure', 'eng', '1.0', '1cd92cf5bd5c7747', '3cadf849aa042f33', '[{"kind":"title","span":{"start":0,"end":42}},{"kind":"body","span":{"start":43,"end":104}},{"kind":"furniture","span":{"start":105,"end":142}}]', '[{"url":"https://example.org/","text":"home"}]', 'Azerbaijan bought Groza-S stations, part 2
Minsk sold 2 Groza-S stations to Azerbaijan for $1.1 million.
More to read: minerals of Afghanistan
');

INSERT INTO paths (article, path) VALUES
    ('1cd92cf5bd5c7747', 'articles/2.html'),
    ('32a74605e5c677a3', 'articles/1.html');

INSERT INTO claims (id, article, start, kind, supplier, recipient, category, stage, quotes, says, stance, sources, rule, confidence) VALUES
    ('0246b1a90f315f93', '32a74605e5c677a3', 43, 'transfer', 'ISR', 'AZE', 'electronic warfare and counter-drone', 'delivered', '[{"start":43,"end":104}]', '{"kind":"transfer","supplier":{"how":"stated","value":{"state":"ISR"},"span":{"start":43,"end":48}},"recipient":{"how":"stated","value":{"state":"AZE"},"span":{"start":0,"end":10}},"weapon":{"how":"stated","value":{"designation":"Groza-S","description":"Groza-S stations","category":"electronic warfare and counter-drone"},"span":{"start":18,"end":34}},"quantity":null,"stage":{"how":"inferred","value":"delivered","why":"`sold` in the past"},"terms":null,"condition":null,"value":{"how":"stated","value":{"amount":1100000.0000000002,"currency":"USD","bound":"exact"},"span":{"start":91,"end":103}},"agreed":null,"delivered":null,"covert":null}', '{"polarity":"affirmed","certainty":"asserted","time":"past"}', '[{"name":"Minsk","kind":"official","span":{"start":43,"end":48}}]', 'transfer/sell@1', 0.9300000071525574),
    ('d5e152b5d04e6996', '1cd92cf5bd5c7747', 43, 'transfer', 'TUR', 'AZE', 'electronic warfare and counter-drone', 'delivered', '[{"start":43,"end":104}]', '{"kind":"transfer","supplier":{"how":"stated","value":{"state":"TUR"},"span":{"start":43,"end":48}},"recipient":{"how":"stated","value":{"state":"AZE"},"span":{"start":0,"end":10}},"weapon":{"how":"stated","value":{"designation":"Groza-S","description":"Groza-S stations","category":"electronic warfare and counter-drone"},"span":{"start":18,"end":34}},"quantity":null,"stage":{"how":"inferred","value":"delivered","why":"`sold` in the past"},"terms":null,"condition":null,"value":{"how":"stated","value":{"amount":1100000.0000000002,"currency":"USD","bound":"exact"},"span":{"start":91,"end":103}},"agreed":null,"delivered":null,"covert":null}', '{"polarity":"affirmed","certainty":"asserted","time":"past"}', '[{"name":"Minsk","kind":"official","span":{"start":43,"end":48}}]', 'transfer/sell@1', 0.9300000071525574);

INSERT INTO doubts (article, position, kind, span_start, span_end, what) VALUES
    ('1cd92cf5bd5c7747', 0, 'open role', 49, 53, 'who sold it is not clear'),
    ('32a74605e5c677a3', 0, 'open role', 49, 53, 'who sold it is not clear');

INSERT INTO records (id, record) VALUES
    ('a259a9548498ae38', '{"id":"a259a9548498ae38","slots":{"recipient":{"value":"AZE","shown":"Azerbaijan","verdict":"agreed","reason":"one value","claims":["0246b1a90f315f93"],"origins":["a259a9548498ae38"],"rivals":[]}},"claims":["0246b1a90f315f93"],"articles":["32a74605e5c677a3"],"origins":["a259a9548498ae38"],"hedged":false,"denied":false}');

INSERT INTO record_claims (claim, record) VALUES
    ('0246b1a90f315f93', 'a259a9548498ae38');

INSERT INTO origins (id, origin) VALUES
    ('a259a9548498ae38', '{"id":"a259a9548498ae38","name":"The Example","articles":["32a74605e5c677a3"],"evidence":[]}');

INSERT INTO decisions (number, id, made_at, who, what, why, seen) VALUES
    (1, 'b497d5623f4d0a7f', '2024-06-14T12:00:00Z', 'ann', '{"do":"confirm","claims":[{"claim":"0246b1a90f315f93","article":"32a74605e5c677a3","kind":"transfer","quotes":[{"start":43,"end":104}],"says":{"supplier":"ISR","recipient":"AZE","weapon":"Groza-S","category":"electronic warfare and counter-drone","stage":"delivered","value":"USD 1.1m"}}]}', 'seen in two reports', '["32a74605e5c677a3"]');

UPDATE state SET generation = 4, weighed = 4;

INSERT INTO article_words (rowid, title, body) SELECT number, title, body FROM searchable;

INSERT INTO quote_words (quote, claim)
SELECT CAST(substr(CAST(articles.text AS BLOB), 44, 61) AS TEXT), claims.id FROM claims JOIN articles ON articles.id = claims.article;

PRAGMA application_id = 1096045633;
PRAGMA user_version = 5;
PRAGMA journal_mode = WAL;
