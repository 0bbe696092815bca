//! What stands in for the main text until exchange finds it? The gold's own title and body.

use attache_model::{Article, Block, BlockKind, Certain, Published, Span};

use super::gold::GoldArticle;

pub fn article(mut article: Article, gold: &GoldArticle) -> Article {
    let body = match article.text.trim_start().starts_with('<') {
        true => plain(&article.text),
        false => article.text.clone(),
    };
    let start = body.find(&gold.body_starts).unwrap_or(0);
    let end = body.rfind(&gold.body_ends).map_or(body.len(), |at| at + gold.body_ends.len());
    let body = if start < end { &body[start..end] } else { &body[..] };
    article.text = format!("{}\n{body}\n", gold.title);
    article.language = "eng".to_owned();
    article.outlet.clone_from(&gold.outlet);
    article.published = gold.published.and_then(|when| when.first).map(|date| Published {
        date,
        from: "gold".to_owned(),
        certain: Certain::Sure,
    });
    let mut at = 0;
    for (index, line) in article.text.split_inclusive('\n').enumerate() {
        let kind = if index == 0 { BlockKind::Title } else { BlockKind::Body };
        let length = line.trim_end().len();
        if length > 0 {
            article.blocks.push(Block { kind, span: Span::new(at, at + length) });
        }
        at += line.len();
    }
    article
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at].replace('\n', " "));
        let Some(end) = rest[at..].find('>') else { break };
        let tag = rest[at + 1..at + end].to_lowercase();
        let name: String = tag.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric()).collect();
        rest = &rest[at + end + 1..];
        if matches!(name.as_str(), "script" | "style") && !tag.starts_with('/') {
            rest = rest.find(&format!("</{name}")).map_or("", |close| &rest[close..]);
        }
        if !matches!(name.as_str(), "a" | "b" | "i" | "em" | "strong" | "span" | "sup" | "sub" | "abbr" | "time") {
            text.push('\n');
        }
    }
    text.push_str(rest);
    let entities = [
        ("&nbsp;", "\u{a0}"), ("&#160;", "\u{a0}"), ("&rsquo;", "’"), ("&lsquo;", "‘"), ("&rdquo;", "”"), ("&ldquo;", "“"), ("&mdash;", "—"),
        ("&ndash;", "–"), ("&quot;", "\""), ("&#39;", "'"), ("&#039;", "'"), ("&#8217;", "’"), ("&#8216;", "‘"), ("&#8220;", "“"), ("&#8221;", "”"),
        ("&eacute;", "é"), ("&pound;", "£"), ("&euro;", "€"), ("&hellip;", "…"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"),
    ];
    entities.iter().fold(text, |text, (entity, character)| text.replace(entity, character))
}
