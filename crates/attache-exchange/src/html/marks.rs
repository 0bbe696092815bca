//! What do the name, the classes and the role of an element say of the text in it?

use std::hash::{DefaultHasher, Hash, Hasher};

use super::stream;

/// What the elements around a block say of it by their names and classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Navigation, footer, aside, hidden: by the element itself. Forms are not: some pages are one form.
    pub outside: bool,
    /// Promotion, comments, sharing, notices: by class or id.
    pub furniture: bool,
    pub lead: bool,
    pub byline: bool,
    pub date: bool,
    pub caption: bool,
    /// An embedded post.
    pub embedded: bool,
}

impl Marks {
    pub fn join(self, inner: Marks) -> Marks {
        Marks {
            outside: self.outside || inner.outside,
            furniture: self.furniture || inner.furniture,
            lead: self.lead || inner.lead,
            byline: self.byline || inner.byline,
            date: self.date || inner.date,
            caption: self.caption || inner.caption,
            embedded: self.embedded || inner.embedded,
        }
    }
}

/// A number for a tag with its classes; 0 without classes.
pub(super) fn look(tag: &str, attributes: &str) -> u64 {
    let Some(class) = stream::attribute(attributes, "class").filter(|class| !class.is_empty()) else {
        return 0;
    };
    let mut hasher = DefaultHasher::new();
    (tag, class).hash(&mut hasher);
    hasher.finish()
}

pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "img" | "input" | "area" | "base" | "col" | "embed" | "source" | "track" | "wbr" | "param" | "keygen" | "frame"
    )
}

pub(super) fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "tbody"
            | "thead"
            | "tfoot"
            | "caption"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "nav"
            | "figure"
            | "figcaption"
            | "blockquote"
            | "pre"
            | "form"
            | "fieldset"
            | "address"
            | "center"
            | "body"
            | "html"
            | "details"
            | "summary"
            | "hgroup"
            | "dialog"
    )
}

/// What an element says of what it holds.
pub(super) fn marks(tag: &str, attributes: &str) -> Marks {
    let mut marks = Marks {
        outside: matches!(tag, "nav" | "footer" | "aside" | "dialog"),
        caption: tag == "figcaption",
        ..Marks::default()
    };
    if attributes.len() < 3 {
        return marks;
    }
    let style = if attributes.contains("style") {
        stream::attribute(attributes, "style")
    } else {
        None
    };
    let hidden = style.is_some_and(|style| style.replace(' ', "").to_lowercase().contains("display:none"));
    marks.outside |= hidden || stream::attribute(attributes, "hidden").is_some();
    let role = stream::attribute(attributes, "role").unwrap_or_default();
    marks.outside |= matches!(
        role.as_str(),
        "navigation" | "contentinfo" | "complementary" | "dialog" | "search" | "banner"
    );
    // The page as a whole, and the article, are named after what they may hold.
    if matches!(tag, "html" | "body" | "main" | "article") {
        return marks;
    }
    let prop = stream::attribute(attributes, "itemprop").unwrap_or_default();
    let names = format!(
        "{} {} {prop}",
        stream::attribute(attributes, "class").unwrap_or_default(),
        stream::attribute(attributes, "id").unwrap_or_default()
    );
    for word in names
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        match word.to_ascii_lowercase().as_str() {
            "related" | "promo" | "promoted" | "newsletter" | "share" | "sharing" | "social" | "sharedaddy"
            | "comment" | "comments" | "cookie" | "cookies" | "consent" | "gdpr" | "breadcrumb" | "breadcrumbs"
            | "crumbs" | "poll" | "recommended" | "recommendations" | "popular" | "trending" | "signup"
            | "subscribe" | "subscription" | "advert" | "advertisement" | "ad" | "ads" | "sponsored" | "disqus"
            | "taboola" | "outbrain" | "sidebar" | "menu" | "jobs" | "teaser" | "teasers" | "toolbar" | "tools"
            | "modal" | "popup" | "cta" | "ticker" | "mostread" | "readmore" => marks.furniture = true,
            "lead" | "lede" | "standfirst" | "stand" | "deck" | "dek" | "subtitle" | "subheadline" | "subhead"
            | "summary" | "intro" | "excerpt" | "sub" | "subheading" => marks.lead = true,
            "byline" | "author" | "authors" | "writer" | "byl" => marks.byline = true,
            "date" | "dateline" | "published" | "time" | "timestamp" | "pubdate" | "datepublished" | "when"
            | "meta" | "submitted" => marks.date = true,
            "caption" | "figcaption" | "cutline" => marks.caption = true,
            "tweet" | "twitter" | "instagram" | "embed" => {
                marks.embedded = tag == "blockquote" || tag == "div" && word.len() == 5
            }
            _ => {}
        }
    }
    marks
}
