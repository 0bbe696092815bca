-- Version 3: how many articles were read is counted from an index, not from the articles.

CREATE INDEX articles_by_language ON articles (language);
