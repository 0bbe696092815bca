//! Whose report does the page carry, if not its outlet's own?
//!
//! Newsrooms credit an agency in the dateline, the byline, a line at the head or foot, behind the last sentence, or beside the copyright sign. A
//! credit for a part only ("with inputs from agencies", "additional reporting by") makes the page nobody else's.

use attache_model::{Article, Block, BlockKind, Source, SourceKind, Span};

use crate::dateline::{self, first_name, may_be_agency};
use crate::vocabulary::Vocabulary;

/// Words before the name in a credit line.
const CREDITS: &[&str] = &[
    "source:",
    "sources:",
    "source -",
    "source –",
    "source —",
    "credit:",
    "credits:",
    "via:",
    "via ",
    "agency:",
    "agencies:",
    "courtesy:",
    "courtesy of ",
    "from ",
    "by ",
    "provided by ",
    "distributed by ",
    "supplied by ",
    "syndicated by ",
    "syndicated from ",
    "republished from ",
    "reprinted from ",
    "reproduced from ",
    "taken from ",
    "published by ",
    "first appeared in ",
    "first appeared on ",
    "first appeared at ",
    "originally appeared in ",
    "originally appeared on ",
    "originally appeared at ",
    "first published by ",
    "first published in ",
    "first published on ",
    "first published at ",
    "originally published by ",
    "originally published in ",
    "originally published on ",
    "originally published at ",
    "permission of ",
    "permission from ",
];
/// Words that make a credit one for a part of the report.
const PARTLY: &[&str] = &[
    "with ",
    "additional",
    "contribut",
    "associated reporting",
    "editing by",
    "edited by",
    "photo",
];
/// Words that news agencies are called by.
const AGENCIES: &[&str] = &[
    "Agency",
    "Agencies",
    "Newswire",
    "Wire",
    "Press",
    "Service",
    "Telegraph",
    "Presse",
];
/// Words of a byline beside the names.
const STAFF: &[&str] = &[
    "staff",
    "writer",
    "writers",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "and",
    "news",
    "desk",
    "editor",
];

/// The agency or outlet whose report the page carries.
pub fn carrier(article: &Article, vocabulary: &Vocabulary) -> Option<Source> {
    let page = Page { article, vocabulary };
    // A dateline that names the outlet itself settles it.
    let found = match page.in_dateline() {
        Some(name) => Some(name),
        None => page
            .in_byline()
            .or_else(|| page.in_credit())
            .or_else(|| page.behind_the_last_sentence())
            .or_else(|| page.by_copyright()),
    };
    found
        .filter(|name| !is_same_outlet(name, article, vocabulary))
        .map(|name| page.source(name))
}

struct Page<'a> {
    article: &'a Article,
    vocabulary: &'a Vocabulary,
}

impl<'a> Page<'a> {
    fn blocks(&self, kinds: &'static [BlockKind]) -> impl DoubleEndedIterator<Item = (Block, &'a str)> {
        let article = self.article;
        let blocks = article.blocks.iter().copied();
        let of_kind = blocks.filter(|block| kinds.contains(&block.kind));
        of_kind.map(|block| (block, article.slice(block.span)))
    }

    fn body(&self) -> impl DoubleEndedIterator<Item = &'a str> {
        self.blocks(&[BlockKind::Lead, BlockKind::Body]).map(|(_, text)| text)
    }

    /// "MINSK, Nov 19 (Reuters) -" at the head of the body or on a line above it.
    fn in_dateline(&self) -> Option<&'a str> {
        let agency = |text: &'a str, opens: bool| dateline::read(text, opens, self.vocabulary)?.agency;
        let body = self.body().enumerate().take(3);
        let mut body = body.filter_map(|(nth, text)| agency(text, nth == 0));
        body.next()
    }

    /// "By Ines Calvert, Pan-Atlantic Press", "Meridian | Aug 3, 2022", "AFP in Paris", "Reuters Staff".
    fn in_byline(&self) -> Option<&'a str> {
        let head = self
            .blocks(&[BlockKind::Byline, BlockKind::Dateline])
            .map(|(_, text)| text);
        let told = self.article.byline.as_deref();
        let own = |name: &str| is_same_outlet(name, self.article, self.vocabulary);
        let mut parts = head.chain(told).flat_map(byline_parts);
        parts.find(|name| {
            let known = self.vocabulary.agency(name).is_some();
            let outlet = self.vocabulary.outlet(name).is_some() && name.contains(' ');
            (known || outlet || self.has_agency_word(name) || self.is_credited_elsewhere(name)) && !own(name)
        })
    }

    /// "Source: AP", "— AFP", "This article was first published by the Courier".
    fn in_credit(&self) -> Option<&'a str> {
        let mut credits = self.blocks(&[BlockKind::Credit]).map(|(_, text)| text);
        credits.find_map(|text| self.credited(text))
    }

    fn credited(&self, text: &'a str) -> Option<&'a str> {
        let line = text.trim_matches(|c: char| c.is_whitespace() || "()[]*_–—-/".contains(c));
        let lower = line.to_lowercase();
        let same = lower.len() == line.len();
        if let Some(name) = licensed(line) {
            return self.named(name);
        }
        // "(Isthmus News Service. Additional reporting by Gazette staff)" is the agency's with a little of the paper's.
        let first = first_name(line);
        if first.len() < line.len() && self.has_agency_word(first) && may_be_agency(first, self.vocabulary) {
            return Some(first);
        }
        let label = CREDITS
            .iter()
            .filter_map(|label| Some((lower.find(label)?, label.len())))
            .filter(|&(at, _)| at == 0 || !lower[..at].ends_with(char::is_alphanumeric))
            .min();
        if let Some((at, length)) = label.filter(|_| same) {
            let partly = PARTLY.iter().any(|word| lower[..at + length].contains(word));
            return self.named(line[at + length..].trim_start()).filter(|_| !partly);
        }
        // The name alone on its line.
        let partly = PARTLY.iter().any(|word| lower.contains(word));
        let alone = line.split_whitespace().count() <= 5 && !partly;
        self.named(line).filter(|_| alone)
    }

    /// "… the ministry said. (Reuters)", "… said. — AFP".
    fn behind_the_last_sentence(&self) -> Option<&'a str> {
        let text = self.body().next_back()?.trim_end();
        let bare = text.trim_end_matches([')', ']', '.', '/', ' ', '*']);
        let mark = |c: char| "([–—/".contains(c);
        let (before, name) = match bare.rfind(mark) {
            Some(at) => (&bare[..at], bare[at..].trim_start_matches(mark).trim()),
            None => bare.rsplit_once(" - ").or_else(|| bare.rsplit_once(". "))?,
        };
        // "(Danubia/jm/ak)": the initials of desk and editor stand behind the name.
        let (before, name) = match before.trim_end().rfind('(').filter(|_| name.len() <= 3) {
            Some(at) if before.len() - at < 30 => (&before[..at], first_name(&bare[at + 1..])),
            _ => (before, first_name(name)),
        };
        let ended = before.trim_end().trim_end_matches(['"', '”', '\'', '’', '-', ' ']);
        let ends = ended.ends_with(['.', '!', '?']) || text.ends_with(['/', ')']) && ended.is_empty();
        let bracketed = text.ends_with([')', ']']) && may_be_agency(name, self.vocabulary);
        let known = self.vocabulary.agency(name).is_some();
        ((ends || bare.len() == before.len()) && (known || bracketed && ends)).then_some(name)
    }

    /// "© 2021 AFP", "Copyright 2019 The Associated Press. All rights reserved.": of a page whose outlet is another.
    fn by_copyright(&self) -> Option<&'a str> {
        self.article.outlet.as_ref()?;
        let mut lines = self
            .blocks(&[BlockKind::Credit, BlockKind::Furniture])
            .map(|(_, text)| text);
        lines.find_map(|text| {
            let name = self.agency_at_start(owner(text)?);
            name.filter(|name| !is_same_outlet(name, self.article, self.vocabulary))
        })
    }

    /// A known agency, or what is called like one, at the start of a text.
    fn agency_at_start(&self, text: &'a str) -> Option<&'a str> {
        let name = name_at_start(text);
        let known = self.vocabulary.agency(name).is_some();
        (known || self.has_agency_word(name) && may_be_agency(name, self.vocabulary)).then_some(name)
    }

    fn named(&self, text: &'a str) -> Option<&'a str> {
        let name = name_at_start(text);
        let own = is_same_outlet(name, self.article, self.vocabulary);
        (may_be_agency(name, self.vocabulary) && !own).then_some(name)
    }

    /// "Pan-Atlantic Press", "Northern News Service".
    fn has_agency_word(&self, name: &str) -> bool {
        let mut words = name.split([' ', '-']);
        let several = name.contains(' ');
        name == "Agencies" || several && words.any(|word| AGENCIES.iter().any(|known| known.eq_ignore_ascii_case(word)))
    }

    /// "Meridian" above the report is an agency where a line below it says so.
    fn is_credited_elsewhere(&self, name: &str) -> bool {
        let mut lines = self
            .blocks(&[BlockKind::Credit, BlockKind::Furniture])
            .map(|(_, text)| text);
        may_be_agency(name, self.vocabulary)
            && lines.any(|text| {
                owner(text)
                    .or(licensed(text))
                    .is_some_and(|text| name_at_start(text) == name)
            })
    }

    fn source(&self, name: &str) -> Source {
        let known = self.vocabulary.agency(name).or_else(|| self.vocabulary.outlet(name));
        let office = |word: &str| self.vocabulary.office(&word.to_lowercase()).is_some();
        let kind = match known {
            Some(outlet) if outlet.kind == "agency" => SourceKind::Agency,
            Some(_) => SourceKind::Outlet,
            // "Source: Ministry of Defence".
            None if name.split(' ').any(office) && !self.has_agency_word(name) => SourceKind::Official,
            None => SourceKind::Agency,
        };
        let within = (name.as_ptr() as usize).checked_sub(self.article.text.as_ptr() as usize);
        let start = within.filter(|start| start + name.len() <= self.article.text.len());
        Source {
            name: known.map_or_else(|| name.to_owned(), |outlet| outlet.name.clone()),
            kind,
            span: start.map(|start| Span::new(start, start + name.len())),
            parallel: false,
        }
    }
}

/// The parts of a byline that may each be a name, less titles and days.
fn byline_parts(line: &str) -> impl Iterator<Item = &str> {
    let parts = line.split(['|', '·', '•', '–', '—', ',', '/', '(', ')', '\n', '\t']);
    let parts = parts
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" in "));
    parts.flat_map(|part| part.split(" for ")).map(|part| {
        let part = part.trim();
        let lower = part.to_lowercase();
        let by = [
            "posted by ",
            "published by ",
            "written by ",
            "by ",
            "from ",
            "via ",
            "source: ",
        ];
        let start = by.iter().find(|by| lower.starts_with(**by)).map_or(0, |by| by.len());
        let words = part.get(start..).unwrap_or(part).trim();
        let day = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
        let mut name = words[..day].trim_end_matches([' ', ':', '.']);
        // "Reuters Staff", "Associated Press Writer".
        while let Some((before, last)) = name.rsplit_once(' ')
            && STAFF.contains(&last.to_lowercase().as_str())
            && !before.ends_with("News")
        {
            name = before.trim_end();
        }
        name
    })
}

/// The name at the start of a text: up to a mark, or to a word that goes on.
fn name_at_start(text: &str) -> &str {
    let text = text.strip_prefix("The ").or(text.strip_prefix("the ")).unwrap_or(text);
    let name = first_name(text.split(['(', ')', ':', '–', '—', '\n']).next().unwrap_or_default());
    let ends = [
        " on ",
        " under ",
        " with ",
        " and is ",
        " and has ",
        " in ",
        " All rights",
        " via ",
        " at ",
    ];
    let end = ends.iter().filter_map(|end| name.find(end)).min().unwrap_or(name.len());
    name[..end].trim_end()
}

/// Behind the copyright sign and the year.
fn owner(text: &str) -> Option<&str> {
    let line = text.trim_start_matches(['(', ' ', '[']);
    let lower = line.get(..9).map(str::to_lowercase).unwrap_or_default();
    let at = match line.find('©').filter(|&at| at < 30) {
        Some(at) => at + '©'.len_utf8(),
        None if lower == "copyright" => 9,
        None if text.trim_start().to_lowercase().starts_with("(c) ") => 2,
        None => return None,
    };
    let rest = line[at..].trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest.strip_prefix("c) ").or(rest.strip_prefix("by ")).unwrap_or(rest);
    (text.len() < 300).then(|| rest.trim_start_matches(|c: char| !c.is_alphabetic()))
}

/// "Copyright 2022 Meridian. Used with permission.": whose text it is.
fn licensed(text: &str) -> Option<&str> {
    let permitted = [
        "used with permission",
        "reprinted with permission",
        "republished with permission",
        "used under licence",
        "used under license",
        "may not be published, broadcast",
    ];
    let lower = text.to_lowercase();
    let is = text.len() < 250 && permitted.iter().any(|words| lower.contains(words));
    owner(text).filter(|_| is)
}

/// Is `name` the article's own outlet: by its name or a part of it, its initials, the table, or the host of its pages?
pub fn is_same_outlet(name: &str, article: &Article, vocabulary: &Vocabulary) -> bool {
    let host = article.url.as_deref().and_then(host_of);
    let squashed: String = letters(name);
    let on_host = |host: &str| {
        let mut labels = host.split('.');
        squashed.len() > 2 && labels.any(|label| label.replace('-', "").eq_ignore_ascii_case(&squashed))
    };
    let known = |name: &str| {
        vocabulary
            .agency(name)
            .or_else(|| vocabulary.outlet(name))
            .map(|row| &row.name)
    };
    let own = |outlet: &str| {
        is_part_of(name, outlet)
            || is_part_of(outlet, name)
            || are_initials(name, outlet)
            || are_initials(outlet, name)
            || known(name).is_some_and(|row| known(outlet) == Some(row))
            || on_host(outlet)
    };
    let of_host = |host: &str| on_host(host) || known(name).is_some_and(|row| hosts(vocabulary, row, host));
    article.outlet.as_deref().is_some_and(own) || article.outlet.is_none() && host.is_some_and(of_host)
}

fn hosts(vocabulary: &Vocabulary, name: &str, host: &str) -> bool {
    let row = vocabulary.outlets.iter().find(|outlet| outlet.name == name);
    row.is_some_and(|row| !row.host.is_empty() && host.trim_start_matches("www.") == row.host)
}

fn host_of(url: &str) -> Option<&str> {
    url.split("//").nth(1)?.split(['/', ':', '?']).next()
}

fn letters(name: &str) -> String {
    let name = name.strip_prefix("The ").unwrap_or(name);
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// "Meridian" is the Meridian News Service; "News" alone is nobody.
fn is_part_of(short: &str, name: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split_whitespace().map(str::to_lowercase);
        words.filter(|word| word != "the").collect()
    };
    let (short, name) = (words(short), words(name));
    let general = |word: &String| {
        matches!(
            word.as_str(),
            "news" | "press" | "agency" | "service" | "times" | "daily" | "online"
        )
    };
    !short.iter().all(general) && name.windows(short.len().max(1)).any(|run| run == short)
}

/// "NVNS" are the initials of Nile Valley News Service.
fn are_initials(short: &str, name: &str) -> bool {
    let initials: String = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
        .collect();
    let without_article = initials.strip_prefix('T').filter(|_| name.starts_with("The "));
    let is = |initials: &str| initials.len() > 2 && (initials == short || initials.strip_suffix('A') == Some(short));
    !short.chars().any(char::is_lowercase) && (is(&initials) || without_article.is_some_and(is))
}
