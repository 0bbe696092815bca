-- Version 2: the log of decisions. Taking one back is a later decision that names it, so that no row is ever changed. Version 1 had the
-- table, but no command that wrote to it.

DROP TRIGGER decisions_stay;
DROP TRIGGER decisions_keep_their_words;
DROP TABLE decisions;

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
