//! What does weighing need to know of an article?

use std::borrow::Cow;

use attache_model::{Article, ArticleId, BlockKind, Date};

/// An article as weighing sees it: its main text, and what says whose reporting it is.
#[derive(Clone, Debug)]
pub struct ArticleView<'a> {
    pub id: ArticleId,
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub published: Option<Date>,
    /// Title, lead, body and captions, one block a line; no furniture.
    pub text: Cow<'a, str>,
    /// Credit lines, byline and dateline, as written.
    pub credits: Vec<String>,
    /// Addresses that the main text links to.
    pub links: Vec<String>,
    pub url: Option<String>,
}

impl ArticleView<'_> {
    /// The same, with the text left where it is.
    pub(crate) fn borrowed(&self) -> ArticleView<'_> {
        ArticleView {
            id: self.id.clone(),
            title: self.title.clone(),
            outlet: self.outlet.clone(),
            published: self.published,
            text: Cow::Borrowed(&self.text),
            credits: self.credits.clone(),
            links: self.links.clone(),
            url: self.url.clone(),
        }
    }

    pub fn of(article: &Article) -> ArticleView<'static> {
        let blocks = |wanted: fn(BlockKind) -> bool| {
            article
                .blocks
                .iter()
                .filter(move |block| wanted(block.kind))
                .map(|block| article.slice(block.span).trim())
        };
        let credits = blocks(|kind| matches!(kind, BlockKind::Credit | BlockKind::Byline | BlockKind::Dateline))
            .chain(article.byline.as_deref())
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        ArticleView {
            id: article.id.clone(),
            title: article.title().map(str::to_owned),
            outlet: article.outlet.clone(),
            published: article.date(),
            text: Cow::Owned(blocks(BlockKind::is_read).collect::<Vec<_>>().join("\n")),
            credits,
            links: article.links.iter().map(|link| link.url.clone()).collect(),
            url: article.url.clone(),
        }
    }
}
