-- Version 5: what the weighing remembers beside the register, so that what is added later touches only what it concerns. All of it is derived, and
-- made again when it is not of the program's own version of weighing. The register has no order of its own any more: it is listed by id.

ALTER TABLE records DROP COLUMN position;
ALTER TABLE origins DROP COLUMN position;
-- The record that an origin belongs to and goes with, when it is one person's statement.
ALTER TABLE origins ADD COLUMN record TEXT;
CREATE INDEX origins_by_record ON origins (record) WHERE record IS NOT NULL;

-- By what articles find each other. `day` counts from 1970-01-01; -2147483648 is none.
CREATE TABLE marks (
    topic   INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    asks    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    PRIMARY KEY (topic, day, asks, article)
) STRICT, WITHOUT ROWID;

-- Fingerprints of texts, four bytes each.
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

-- Which claims can touch each other.
CREATE TABLE links (
    topic  INTEGER NOT NULL,
    speaks INTEGER NOT NULL,
    claim  TEXT NOT NULL REFERENCES claims (id),
    PRIMARY KEY (topic, speaks, claim)
) STRICT, WITHOUT ROWID;

-- Where claims come from; and the links of each, nine bytes a link: the topic, and whether it speaks.
CREATE TABLE traced (
    claim  TEXT PRIMARY KEY REFERENCES claims (id),
    origin TEXT NOT NULL,
    links  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX traced_by_origin ON traced (origin);

-- The version of weighing that remembers this (0: nothing is remembered), and the last article and decision that it has weighed.
ALTER TABLE state ADD COLUMN remembers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN last_article INTEGER NOT NULL DEFAULT 0;
ALTER TABLE state ADD COLUMN last_decision INTEGER NOT NULL DEFAULT 0;
