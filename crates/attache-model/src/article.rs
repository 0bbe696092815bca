//! What was published, where, when, and which part of the page is the article?

use serde::{Deserialize, Serialize};

use crate::words::word_list;
use crate::{ArticleId, Date, Span};

/// One published text, as retrieved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article {
    pub id: ArticleId,
    /// Where it came from, as given to `add`.
    pub path: String,
    pub url: Option<String>,
    /// The outlet as the page itself names it.
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub published: Option<Published>,
    /// ISO 639-3 code of the language of the main text; `und` when too short to tell.
    pub language: String,
    /// The stored text. Every span of this article's blocks, claims and doubts is a byte range of it.
    pub text: String,
    /// What each part of the text is, in reading order; no two overlap.
    pub blocks: Vec<Block>,
    /// Links found in the main text.
    pub links: Vec<Link>,
}

impl Article {
    /// The title, or `None` when the page shows none.
    pub fn title(&self) -> Option<&str> {
        self.blocks
            .iter()
            .find(|block| block.kind == BlockKind::Title)
            .and_then(|block| block.span.slice(&self.text))
    }

    pub fn date(&self) -> Option<Date> {
        self.published.as_ref().map(|published| published.date)
    }

    /// Only English is read, and what is too short to tell; the rest is kept and searchable.
    pub fn may_be_english(&self) -> bool {
        matches!(self.language.as_str(), "eng" | "und")
    }

    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text).unwrap_or_default()
    }
}

word_list! {
    /// What part of the page a block is. Claims come from title, lead, body and captions only.
    BlockKind ("block") {
        Title = "title",
        /// The standfirst: the paragraph that sums up, set apart from the body.
        Lead = "lead",
        Body = "body",
        Caption = "caption",
        Byline = "byline",
        /// A date line or the place and date at the head.
        Dateline = "dateline",
        /// Says whose reporting it is: "Source: AP", "with agencies".
        Credit = "credit",
        /// Navigation, notices, related stories, polls, pleas: not the article.
        Furniture = "furniture",
    }
}

impl BlockKind {
    pub fn is_read(self) -> bool {
        matches!(
            self,
            BlockKind::Title | BlockKind::Lead | BlockKind::Body | BlockKind::Caption
        )
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub kind: BlockKind,
    pub span: Span,
}

/// The publication date with where it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    pub date: Date,
    /// What showed it: `json-ld`, `meta article:published_time`, `time element`, `dateline`, `first lines`, `url` …
    pub from: String,
    pub certain: Certain,
}

word_list! {
    /// How sure is a value read off the page?
    Certain ("certain") { Sure = "sure", Likely = "likely", Weak = "weak" }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub url: String,
    pub text: String,
}
