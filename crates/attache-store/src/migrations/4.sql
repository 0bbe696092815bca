-- Version 4: the sentences that claims rest on can be searched by themselves.

CREATE VIRTUAL TABLE quote_words USING fts5 (
    quote, claim UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
);

INSERT INTO quote_words (quote, claim)
SELECT
    (
        SELECT group_concat(
            CAST(substr(
                CAST(articles.text AS BLOB),
                json_extract(quote.value, '$.start') + 1,
                json_extract(quote.value, '$.end') - json_extract(quote.value, '$.start')
            ) AS TEXT),
            ' … '
        )
        FROM json_each(claims.quotes) AS quote
    ),
    claims.id
FROM claims JOIN articles ON articles.id = claims.article;
