//! What article do these bytes hold?

use attache_model::{Article, ArticleId, Doubt};

use crate::{Input, InputError};

/// Reads one article. It fails only when there is nothing to read at all; what was not sure is told by the doubts.
pub fn article(input: &Input) -> Result<(Article, Vec<Doubt>), InputError> {
    let decoded = crate::decode::decode(&input.bytes);
    let article = Article {
        id: ArticleId::of([&input.bytes]),
        path: input.path.clone(),
        url: None,
        outlet: None,
        byline: None,
        published: None,
        language: "und".to_owned(),
        text: decoded.text,
        blocks: Vec::new(),
        links: Vec::new(),
    };
    Ok((article, Vec::new()))
}
