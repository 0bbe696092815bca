//! What do the head of the page and the lines around the title say: title, outlet, date, writer, address?

use attache_model::{Certain, Published};
use serde_json::Value;

use super::page::{Page, PageBlock, Tag};
use crate::dates::{self, Found};
use crate::lines;
use crate::reading;

/// The JSON-LD objects of the page, flat.
pub(super) fn objects(page: &Page) -> Vec<&serde_json::Map<String, Value>> {
    let mut objects = Vec::new();
    let mut rest: Vec<&Value> = page.json_ld.iter().rev().collect();
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                rest.extend(
                    ["@graph", "mainEntity", "mainEntityOfPage"]
                        .iter()
                        .filter_map(|key| object.get(*key)),
                );
            }
            _ => {}
        }
        if objects.len() > 500 {
            break;
        }
    }
    objects
}

fn is_type(object: &serde_json::Map<String, Value>, ends: &[&str]) -> bool {
    let fits = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| ends.iter().any(|end| kind.ends_with(end)))
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => false,
    }
}

const ARTICLES: &[&str] = &["Article", "Posting", "NewsArticle", "Report", "WebPage"];

/// A text field of the article's object; an article's before a page's.
fn field(page: &Page, key: &str) -> Option<String> {
    let objects = objects(page);
    let mut ordered: Vec<_> = objects
        .iter()
        .filter(|object| is_type(object, &ARTICLES[..4]))
        .collect();
    ordered.extend(objects.iter().filter(|object| is_type(object, &ARTICLES[4..])));
    ordered
        .into_iter()
        .filter_map(|object| object.get(key))
        .find_map(text_of)
}

/// A text, the name of a thing, or the first of several.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(super::page::collapse(&super::stream::decode(text))),
        Value::Object(object) => object.get("name").or_else(|| object.get("@value")).and_then(text_of),
        Value::Array(items) => {
            let names: Vec<String> = items.iter().filter_map(text_of).take(6).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}

pub(super) fn meta<'a>(page: &'a Page, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|wanted| {
        let found = page
            .metas
            .iter()
            .find(|(name, content)| name == wanted && !content.trim().is_empty());
        found.map(|(_, content)| content.trim())
    })
}

/// The title, and the block that shows it.
///
/// The h1 or h2 that is contained in the JSON-LD headline, `og:title` or `<title>`; else `<title>` without the site's suffix.
/// On 990 pages that is right for four of five; extractors' own titles are for three of five.
pub(super) fn title(page: &Page) -> (Option<String>, Option<usize>) {
    let headline = field(page, "headline");
    let og = meta(page, &["og:title", "twitter:title", "dc.title"]).map(str::to_owned);
    let told: Vec<String> = [headline.clone(), og.clone(), Some(page.title.clone())]
        .into_iter()
        .flatten()
        .map(|text| letters(&text))
        .collect();
    let headings = || {
        page.blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| matches!(block.tag, Tag::Heading(1 | 2)))
    };
    let contained = |block: &PageBlock| {
        let heading = letters(&block.text);
        heading.chars().count() >= 4
            && told
                .iter()
                .any(|told| told.contains(&heading) || (told.chars().count() >= 15 && heading.contains(told.as_str())))
    };
    let site = site_name(page).map(|name| letters(&name)).unwrap_or_default();
    let longest = headings()
        .filter(|(_, block)| contained(block) && letters(&block.text) != site)
        .max_by_key(|(at, block)| {
            (
                block.text.split_whitespace().count().min(4),
                block.tag == Tag::Heading(1),
                std::cmp::Reverse(*at),
            )
        });
    if let Some((at, block)) = longest {
        return (Some(block.text.clone()), Some(at));
    }
    let bare = without_site(page);
    let written = headline
        .or(og.map(|og| strip_site(&og, page)))
        .filter(|title| title.split_whitespace().count() >= 2);
    let chosen = written.or_else(|| (!bare.is_empty()).then_some(bare));
    let only: Vec<(usize, &PageBlock)> = headings()
        .filter(|(_, block)| block.tag == Tag::Heading(1) && block.text.split_whitespace().count() >= 3)
        .collect();
    match (chosen, only.as_slice()) {
        (None, [(at, block), ..]) => (Some(block.text.clone()), Some(*at)),
        (Some(title), _) => {
            let wanted = letters(&title);
            let shown = page
                .blocks
                .iter()
                .position(|block| letters(&block.text) == wanted && !block.marks.outside);
            (Some(title), shown)
        }
        (None, []) => (None, None),
    }
}

/// Letters and digits, folded, so that quotation marks and dashes do not matter.
pub(super) fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

const PARTS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " : ", " » ", " « ", " · "];

fn without_site(page: &Page) -> String {
    strip_site(&page.title, page)
}

/// `<title>` without the name of the site at its end (or start).
fn strip_site(title: &str, page: &Page) -> String {
    let site = meta(page, &["og:site_name"])
        .map(letters)
        .or_else(|| publisher(page).map(|name| letters(&name)));
    let Some((at, mark)) = PARTS
        .iter()
        .filter_map(|mark| title.rfind(mark).map(|at| (at, mark)))
        .max()
    else {
        return title.to_owned();
    };
    let (front, back) = (
        title.get(..at).unwrap_or_default(),
        title.get(at + mark.len()..).unwrap_or_default(),
    );
    let (front_words, back_words) = (front.split_whitespace().count(), back.split_whitespace().count());
    if site.as_ref().is_some_and(|site| letters(front) == *site) {
        return back.to_owned();
    }
    let named = site.is_some_and(|site| letters(back) == site);
    if named || (back_words <= 5 && front_words > back_words) {
        strip_rest(front)
    } else {
        title.to_owned()
    }
}

/// `Title | World | Outlet` has more than one suffix.
fn strip_rest(front: &str) -> String {
    match front.rfind(" | ").and_then(|at| front.get(..at)) {
        Some(title) if title.split_whitespace().count() >= 3 => title.trim().to_owned(),
        _ => front.trim().to_owned(),
    }
}

fn publisher(page: &Page) -> Option<String> {
    field(page, "publisher").or_else(|| {
        let organisation = ["Organization", "NewsMediaOrganization"];
        objects(page)
            .into_iter()
            .filter(|object| is_type(object, &organisation))
            .find_map(|object| object.get("name").and_then(text_of))
    })
}

fn site_name(page: &Page) -> Option<String> {
    meta(page, &["og:site_name", "application-name"])
        .map(str::to_owned)
        .or_else(|| publisher(page))
}

/// What the page calls its outlet: `og:site_name`, the JSON-LD publisher, the end of `<title>`, the host of its address.
pub(super) fn outlet(page: &Page, title: Option<&str>, url: Option<&str>) -> Option<String> {
    if let Some(name) = site_name(page) {
        return Some(bare_name(&name));
    }
    let suffix = title.and_then(|title| suffix(&page.title, title));
    suffix.or_else(|| foot(page)).or_else(|| {
        let host = url?.split("//").nth(1)?.split(['/', ':', '?']).next()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned()).filter(|host| host.contains('.'))
    })
}

/// Without the slogan behind a bar, and of an address only the host.
fn bare_name(name: &str) -> String {
    let name = name
        .split(" | ")
        .next()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .unwrap_or(name);
    let host = name.strip_prefix("https://").or(name.strip_prefix("http://"));
    let host = host.map(|host| host.strip_prefix("www.").unwrap_or(host).trim_end_matches('/'));
    host.unwrap_or(name).to_owned()
}

/// What `<title>` has beyond the title: behind it, or before it ("The Courier: Navy picks submarines").
fn suffix(whole: &str, title: &str) -> Option<String> {
    let mut parts: Vec<&str> = vec![whole];
    for mark in PARTS {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    let several = parts.len() > 1;
    let other = |name: &&str| !letters(title).contains(&letters(name));
    let behind = parts.last().copied().filter(|_| several);
    let before = || parts.first().copied().filter(|_| several);
    let label = || {
        whole
            .strip_suffix(title)
            .map(|label| label.trim_end_matches([' ', ':']))
    };
    let name = behind
        .filter(other)
        .or_else(|| before().filter(other))
        .or_else(label)?
        .trim();
    let words = name.split_whitespace().count();
    let name = ["Archive", "Archives"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name)
        .trim();
    (1..=6).contains(&words).then(|| name.to_owned())
}

/// `© 2019 The Ledger` in the foot.
fn foot(page: &Page) -> Option<String> {
    let mark = |block: &&PageBlock| block.text.starts_with('©') || block.text.to_lowercase().starts_with("copyright");
    let line = page.blocks.iter().rev().take(30).find(mark)?;
    let rest = line.text.trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest
        .strip_prefix("Copyright")
        .or(rest.strip_prefix("copyright"))
        .unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| !c.is_alphabetic());
    let name = rest.split(['.', ',', '|', '–', '(']).next()?.trim();
    (1..=5)
        .contains(&name.split_whitespace().count())
        .then(|| name.to_owned())
}

/// The address that the page gives as its own.
pub(super) fn url(page: &Page) -> Option<String> {
    let whole = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    let canonical = page.canonical.as_deref().filter(|url| whole(url));
    let url = canonical.or_else(|| meta(page, &["og:url", "twitter:url"]).filter(|url| whole(url)));
    url.map(str::to_owned).or_else(|| {
        field(page, "url")
            .or_else(|| field(page, "@id"))
            .filter(|url| whole(url))
    })
}

pub(super) fn author(page: &Page) -> Option<String> {
    let name = field(page, "author").or_else(|| {
        meta(
            page,
            &[
                "author",
                "article:author",
                "dc.creator",
                "parsely-author",
                "sailthru.author",
            ],
        )
        .map(str::to_owned)
    });
    let name = name.map(|name| match name.get(..3) {
        Some(by) if by.eq_ignore_ascii_case("by ") => name.get(3..).unwrap_or_default().trim().to_owned(),
        _ => name,
    });
    name.filter(|name| !name.is_empty() && !name.contains("://") && name.len() < 200)
}

/// The date of publication: machine-readable first, then `<time>`, then the lines near the title, then the address.
///
/// `near` are the blocks around the title, `body` those of the main text.
pub(super) fn published(page: &Page, near: &[&PageBlock], body: &[&PageBlock], url: Option<&str>) -> Option<Published> {
    let json = field(page, "datePublished")
        .or_else(|| field(page, "dateCreated"))
        .and_then(|date| reading::machine(&date, "json-ld"));
    if let Some(found) = json {
        return Some(found);
    }
    const METAS: &[&str] = &[
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publication_date",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "dcterms.date",
        "dcterms.issued",
        "article.published",
        "cxenseparse:recs:publishtime",
        "date.release",
        "release_date",
        "article_date_original",
        "originalpublicationdate",
        "published_at",
        "datecreated",
        "lastmod",
        "citation_publication_date",
        "citation_date",
        "article:create_date",
        "timestamp",
        "bt:pubdate",
        "shareaholic:article_published_time",
    ];
    let metas = METAS.iter().filter_map(|name| Some((name, meta(page, &[name])?)));
    for (name, content) in metas {
        if let Some(found) = reading::machine(content, &format!("meta {name}")) {
            return Some(found);
        }
    }
    let others: Vec<Found> = body
        .iter()
        .take(12)
        .flat_map(|block| dates::find(&block.text))
        .collect();
    let title = near
        .first()
        .and_then(|first| page.blocks.iter().position(|block| std::ptr::eq(block, *first)));
    let last = near
        .last()
        .and_then(|last| page.blocks.iter().position(|block| std::ptr::eq(block, *last)));
    let beside = |at: &usize| {
        title
            .zip(last)
            .is_none_or(|(first, last)| (first.saturating_sub(3)..=last + 2).contains(at))
    };
    let times: Vec<Published> = page
        .times
        .iter()
        .filter(|(at, _)| beside(at))
        .filter_map(|(_, when)| reading::machine(when, "time element"))
        .collect();
    if let Some(found) = times.first() {
        return Some(found.clone());
    }
    let lines = near
        .iter()
        .filter(|block| block.text.len() < 400 && !Tag::is_heading(block.tag));
    let line = |block: &&&PageBlock| {
        let found = lines::date_line(&block.text).or_else(|| {
            dates::find(&block.text)
                .into_iter()
                .find(|found| found.year.is_some() && (block.marks.date || block.marks.byline))
        })?;
        reading::written(found, "near the title", &others)
    };
    if let Some(found) = lines.clone().find_map(|block| line(&block)) {
        return Some(found);
    }
    let first = body
        .first()
        .and_then(|block| crate::text::dateline(&block.text))
        .and_then(|found| reading::written(found, "dateline", &others));
    if first.is_some() {
        return first;
    }
    if let Some(date) = url.and_then(dates::in_url) {
        return Some(reading::published(date, "url", Certain::Likely));
    }
    let modified = field(page, "dateModified").or_else(|| {
        meta(
            page,
            &[
                "article:modified_time",
                "og:updated_time",
                "last-modified",
                "datemodified",
            ],
        )
        .map(str::to_owned)
    });
    if let Some(found) = modified.and_then(|date| dates::machine(&date)) {
        return Some(reading::published(found, "date of the last change", Certain::Weak));
    }
    page.times
        .iter()
        .find_map(|(_, when)| dates::machine(when))
        .map(|date| reading::published(date, "time element away from the title", Certain::Weak))
}

impl Tag {
    pub fn is_heading(self) -> bool {
        matches!(self, Tag::Heading(_))
    }
}
