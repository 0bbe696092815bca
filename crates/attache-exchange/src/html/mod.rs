//! Which part of an HTML page is the article?
//!
//! The page is read twice: as a stream of tags and texts ([`page`]), which no page can break, and as a tree by the extractor
//! ([`main_text`]), which is only given pages that it can bear ([`guard`]). The stored text is the article alone.

mod choose;
mod facts;
mod guard;
mod main_text;
mod marks;
mod page;
mod stream;

use attache_model::{BlockKind, Link};

use crate::lines;
use crate::reading::{self, Hints, Reading};
use main_text::{Columns, MainText, Tree};
use page::{Page, PageBlock};

/// Is this HTML rather than text with a stray `<`?
pub(crate) fn looks_like(content: &str) -> bool {
    let start: String = content
        .trim_start_matches('\u{feff}')
        .chars()
        .take(4096)
        .flat_map(char::to_lowercase)
        .collect();
    if start.trim_start().starts_with("<!doctype html")
        || ["<html", "<head>", "<body"].iter().any(|tag| start.contains(tag))
    {
        return true;
    }
    let marks = [
        "<p>", "<p ", "</p>", "<div", "<article", "<br>", "<br/>", "<br />", "<h1", "<h2", "<table", "<span", "<meta ",
        "<script", "<title>",
    ];
    let count: usize = marks.iter().map(|mark| start.matches(mark).count()).sum();
    count >= 2 || (start.trim_start().starts_with('<') && count >= 1)
}

/// Reads a page. `hints` win over what the page shows.
pub(crate) fn read(html: &str, hints: &Hints) -> Reading {
    let guarded = guard::check(html);
    let page = page::read(html);
    let mut damage = guarded.damage;
    let tree = match &guarded.html {
        Some(html) => Tree.main_text(html, &page),
        None => Err(String::new()),
    };
    let columns = || Columns.main_text(html, &page).unwrap_or_default();
    let main = match tree {
        Ok(text) if !text.trim().is_empty() => text,
        Ok(_) => columns(),
        Err(why) => {
            if damage.is_none() && why.contains("broke off") {
                damage = Some("the extractor broke off; the longest column was taken for the main text".to_owned());
            }
            columns()
        }
    };
    assemble(&page, &main, hints, damage)
}

fn assemble(page: &Page, main: &str, hints: &Hints, damage: Option<String>) -> Reading {
    let (title, title_at) = match &hints.title {
        Some(title) => {
            let shown = page
                .blocks
                .iter()
                .position(|block| crate::text::same(&block.text, title));
            (Some(title.clone()), shown)
        }
        None => facts::title(page),
    };
    let description = facts::meta(page, &["og:description", "description", "twitter:description"]);
    let chosen = choose::choose(page, main, title.as_deref().map(|title| (title, title_at)), description);
    let url = hints.url.clone().or_else(|| facts::url(page));

    let mut reading = Reading {
        damage,
        ..Reading::default()
    };
    if let Some(title) = title.as_deref() {
        reading.push(BlockKind::Title, title);
    }
    let block = |at: usize| page.blocks.get(at);
    for (at, kind) in &chosen {
        let Some(block) = block(*at).filter(|_| *kind != BlockKind::Title) else {
            continue;
        };
        reading.push(*kind, &block.text);
        if kind.is_read() {
            reading
                .links
                .extend(block.links.iter().map(|link| absolute(link, url.as_deref())));
        }
    }
    let body: Vec<&PageBlock> = chosen
        .iter()
        .filter(|(_, kind)| matches!(kind, BlockKind::Body | BlockKind::Lead))
        .filter_map(|(at, _)| block(*at))
        .collect();
    let near = near(page, &chosen, title_at);
    let dated = hints
        .date
        .as_deref()
        .and_then(|date| reading::machine(date, "date field"));
    reading.published = dated.or_else(|| facts::published(page, &near, &body, url.as_deref()));
    let outlet = hints
        .outlet
        .clone()
        .or_else(|| facts::outlet(page, title.as_deref(), url.as_deref()));
    reading.outlet = outlet.or_else(|| choose::agency(page, &chosen));
    let dated = chosen
        .iter()
        .filter(|(_, kind)| *kind == BlockKind::Dateline)
        .filter_map(|(at, _)| block(*at));
    let beside = dated.filter_map(|block| lines::byline(&block.text).or_else(|| lines::names_beside_date(&block.text)));
    let mut beside = beside.map(str::to_owned);
    let shown = chosen
        .iter()
        .filter(|(_, kind)| *kind == BlockKind::Byline)
        .filter_map(|(at, _)| block(*at));
    let shown = shown
        .map(|block| lines::byline(&block.text).unwrap_or(&block.text).to_owned())
        .next();
    reading.byline = hints
        .byline
        .clone()
        .or_else(|| facts::author(page))
        .or(shown)
        .or_else(|| beside.next());
    reading.url = url;
    reading
}

/// The blocks from a little above the title to the first of the body.
fn near<'a>(page: &'a Page, chosen: &choose::Chosen, title: Option<usize>) -> Vec<&'a PageBlock> {
    let first = chosen
        .iter()
        .find(|(_, kind)| *kind == BlockKind::Body)
        .map_or(page.blocks.len(), |(at, _)| *at);
    let from = title
        .map_or(first.saturating_sub(8), |title| title.min(first).saturating_sub(4))
        .max(first.saturating_sub(20));
    page.blocks.get(from..first).unwrap_or_default().iter().collect()
}

fn absolute(link: &Link, base: Option<&str>) -> Link {
    let url = match base {
        Some(base) if link.url.starts_with("//") => {
            format!("{}:{}", base.split(':').next().unwrap_or("https"), link.url)
        }
        Some(base) if link.url.starts_with('/') => {
            let host_end = base.find("//").map_or(0, |at| at + 2);
            let end = base
                .get(host_end..)
                .and_then(|rest| rest.find('/'))
                .map_or(base.len(), |at| host_end + at);
            format!("{}{}", base.get(..end).unwrap_or(base), link.url)
        }
        _ => link.url.clone(),
    };
    Link {
        url,
        text: link.text.clone(),
    }
}
