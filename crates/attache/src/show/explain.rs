//! Why does the register say so?
//!
//! Whatever an id names is shown down to the words it rests on: a record with its slots, rivals, claims and origins; a claim, an
//! origin or an article with what hangs on it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use attache_model::{
    Article, ArticleId, Cell, Claim, ClaimId, Filled, Kind, Origin, OriginId, Record, Review, SlotName, Span, Verdict,
};
use attache_store::{Archive, StoreError};

use super::parties::Parties;
use super::{claims, decisions, open_weighed, quotes, short};
use crate::cli::ExplainOptions;
use crate::errors::Advice;
use crate::terminal::{Paint, Terminal, clean, columns, count, cut};

pub fn run(options: &ExplainOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let archive = open_weighed(path, terminal)?;
    let found = find(&archive, options.id.trim())?;
    let parties = Parties::shipped()?;
    let (paint, width) = (terminal.paint, terminal.measure());
    let mut page = Page {
        archive: &archive,
        parties: &parties,
        out: &mut terminal.out,
        paint,
        width,
    };
    match found {
        Found::Record(record) => page.record(&record)?,
        Found::Claim(claim) => page.one_claim(&claim)?,
        Found::Origin(origin) => page.one_origin(&origin)?,
        Found::Article(article) => page.article(&article)?,
    }
    Ok(true)
}

/// Explains one record, as `attache explain` does.
pub fn record(record: &Record, archive: &Archive, parties: &Parties, terminal: &mut Terminal) -> Result<()> {
    let (paint, width) = (terminal.paint, terminal.measure());
    Page {
        archive,
        parties,
        out: &mut terminal.out,
        paint,
        width,
    }
    .record(record)
}

enum Found {
    Record(Record),
    Claim(Box<Claim>),
    Origin(Origin),
    Article(Article),
}

/// What the id names, or begins to name, among everything that has one.
fn find(archive: &Archive, id: &str) -> Result<Found> {
    let tried = [
        archive.record(id).map(Found::Record),
        archive.claim(id).map(|claim| Found::Claim(Box::new(claim))),
        archive.origin(id).map(Found::Origin),
        archive.article(id).map(Found::Article),
    ];
    let mut found = Vec::new();
    let mut candidates = Vec::new();
    for result in tried {
        match result {
            Ok(one) => {
                candidates.push(one.called());
                found.push(one);
            }
            Err(StoreError::Unknown { .. }) => {}
            Err(StoreError::Ambiguous {
                what,
                candidates: several,
                ..
            }) => {
                candidates.extend(several.iter().map(|id| format!("{what} {id}")));
            }
            Err(error) => return Err(error.into()),
        }
    }
    const SHOWN: usize = 5;
    let some = candidates.get(..SHOWN).unwrap_or(&candidates);
    let path = archive.path().display();
    match (found.pop(), candidates.len()) {
        (Some(one), 1) => Ok(one),
        (_, 0) => Err(Advice::error(
            format!("no record, claim, origin or article in `{path}` has an id that begins with `{id}`"),
            "the first column of attache register, claims, origins and articles shows the ids",
        )),
        _ => Err(Advice::error(
            format!(
                "`{id}` could be any of: {}{}",
                some.join(", "),
                if candidates.len() > SHOWN { ", …" } else { "" }
            ),
            "give more digits of the one you mean",
        )),
    }
}

impl Found {
    fn called(&self) -> String {
        match self {
            Found::Record(record) => format!("record {}", record.id),
            Found::Claim(claim) => format!("claim {}", claim.id),
            Found::Origin(origin) => format!("origin {}", origin.id),
            Found::Article(article) => format!("article {}", article.id),
        }
    }
}

/// Where the explanation is written.
struct Page<'a, W: Write> {
    archive: &'a Archive,
    parties: &'a Parties,
    out: &'a mut W,
    paint: Paint,
    width: usize,
}

/// How far text under a numbered entry is set in.
const INDENT: usize = 4;

impl<W: Write> Page<'_, W> {
    fn record(&mut self, record: &Record) -> Result<()> {
        let claims: Vec<Claim> = record
            .claims
            .iter()
            .map(|id| self.archive.claim(id.as_str()))
            .collect::<Result<_, StoreError>>()?;
        let articles = self.articles(claims.iter().map(|claim| &claim.article))?;
        self.line(&self.paint.strong(&self.title(record)))?;
        let numbers = [
            (claims.len(), "claim"),
            (record.articles.len(), "article"),
            (record.origins.len(), "origin"),
        ];
        let [claim_count, article_count, origin_count] = numbers.map(|(number, noun)| count(number as u64, noun));
        self.line(&format!(
            "record {} · {claim_count} in {article_count} from {origin_count}",
            self.paint.id(record.id.as_str())
        ))?;
        let worth = format!("confidence {:.2}: {}", record.confidence.score, record.confidence.why);
        for line in quotes::wrapped(&worth, self.width) {
            self.line(&line)?;
        }
        if record.denied {
            self.line(&self.paint.warning("denied: someone says that it is not so"))?;
        }
        if record.hedged {
            self.line(&self.paint.warning("hedged: nobody says it outright"))?;
        }
        self.review(record)?;
        self.heading("What it says")?;
        let numbered: BTreeMap<&ClaimId, usize> = record.claims.iter().zip(1..).collect();
        for (name, cell) in &record.slots {
            self.slot(*name, cell, &numbered)?;
        }
        self.heading("Who says so")?;
        for (number, claim) in (1..).zip(&claims) {
            if number > 1 {
                self.line("")?;
            }
            if let Some(article) = articles.get(&claim.article) {
                self.claim(&number.to_string(), claim, article)?;
            }
        }
        self.heading("Where it comes from")?;
        for origin in record.origins.iter().map(|id| self.archive.origin(id.as_str())) {
            self.origin(&origin?)?;
        }
        Ok(())
    }

    /// Who decided what about it, and what has been told against that since.
    fn review(&mut self, record: &Record) -> Result<()> {
        if record.review == Review::Rejected {
            self.line(&self.paint.warning("rejected: it counts for nothing"))?;
        }
        if record.decisions.is_empty() {
            return Ok(());
        }
        self.heading("What people decided")?;
        for id in &record.decisions {
            let decision = self.archive.decision(id.as_str())?;
            let made_at = decision.made_at.to_string();
            let line = format!(
                "{}  {}  {}: {} – {}",
                self.paint.id(&short(id.as_str(), 8)),
                made_at.get(..10).unwrap_or_default(),
                clean(&decision.who),
                clean(&decisions::what(&decision)),
                clean(&decision.why)
            );
            self.indented(&line)?;
            for conflict in record.conflicts.iter().filter(|conflict| conflict.decision == *id) {
                let slot = conflict.slot.map(|slot| format!("{slot}: ")).unwrap_or_default();
                let told = format!(
                    "{slot}{} ({})",
                    conflict.what,
                    count(conflict.claims.len() as u64, "claim")
                );
                for line in quotes::wrapped(&told, self.width.saturating_sub(INDENT + 4)) {
                    self.indented(&format!("  {}", self.paint.warning(&line)))?;
                }
            }
        }
        Ok(())
    }

    /// `Belarus → Azerbaijan: 12 Groza-S (delivered)`, `SANCTION: Armenia → Belarus (2024-06-13)`, `displaced: 28,000 (2023-09-26)`.
    fn title(&self, record: &Record) -> String {
        match record.kind {
            Kind::Transfer => self.title_of_transfer(record),
            Kind::Event => {
                let sides = [SlotName::Actors, SlotName::Recipients].map(|slot| self.parties_in(record, slot));
                let sides: Vec<String> = sides.into_iter().filter(|side| !side.is_empty()).collect();
                self.dated(record, SlotName::Type, &sides.join(" → "), SlotName::Date)
            }
            Kind::Figure => {
                let value = record
                    .slots
                    .get(&SlotName::Value)
                    .map_or("?", |cell| cell.shown.as_str());
                let subject = record
                    .slots
                    .get(&SlotName::Subject)
                    .map_or("", |cell| cell.shown.as_str());
                self.dated(
                    record,
                    SlotName::Measure,
                    clean(&format!("{value} {subject}")).trim(),
                    SlotName::AsOf,
                )
            }
        }
    }

    fn dated(&self, record: &Record, head: SlotName, what: &str, date: SlotName) -> String {
        let shown = |slot| record.slots.get(&slot).map(|cell| clean(&cell.shown));
        let date = shown(date).map(|date| format!(" ({date})")).unwrap_or_default();
        format!("{}: {what}{date}", shown(head).unwrap_or_default())
    }

    fn parties_in(&self, record: &Record, slot: SlotName) -> String {
        let cell = record.slots.get(&slot);
        cell.map(|cell| self.shown(slot, &cell.shown)).unwrap_or_default()
    }

    fn title_of_transfer(&self, record: &Record) -> String {
        let shown = |slot| record.slots.get(&slot).map(|cell| self.shown(slot, &cell.shown));
        let party = |slot| shown(slot).unwrap_or_else(|| "unknown".to_owned());
        let arms = shown(SlotName::Weapon)
            .or_else(|| shown(SlotName::Category))
            .unwrap_or_else(|| "arms".to_owned());
        let stage = shown(SlotName::Stage)
            .map(|stage| format!(" ({stage})"))
            .unwrap_or_default();
        format!(
            "{} → {}: {arms}{stage}",
            party(SlotName::Supplier),
            party(SlotName::Recipient)
        )
    }

    fn shown(&self, slot: SlotName, shown: &str) -> String {
        match slot {
            SlotName::Supplier
            | SlotName::Recipient
            | SlotName::Via
            | SlotName::Actors
            | SlotName::Recipients
            | SlotName::Party => {
                let names = shown.split(", ").map(|party| clean(self.parties.name(party)));
                names.collect::<Vec<_>>().join(", ")
            }
            _ => clean(shown),
        }
    }

    /// The value, how it came to be, who says so, and who says otherwise.
    fn slot(&mut self, name: SlotName, cell: &Cell, numbered: &BTreeMap<&ClaimId, usize>) -> Result<()> {
        let verdict = match cell.verdict {
            Verdict::Agreed => self.paint.good("agreed"),
            Verdict::Refined | Verdict::Superseded => cell.verdict.to_string(),
            Verdict::Disputed | Verdict::Denied => self.paint.warning(cell.verdict.as_str()),
        };
        let value = self.shown(name, &cell.shown);
        let backing = support(&cell.claims, &cell.origins, numbered);
        let gap = " ".repeat(24usize.saturating_sub(columns(&value)));
        self.line(&format!(
            "  {:<10}  {}{gap}  {verdict} · {backing}",
            name.as_str(),
            self.paint.strong(&value)
        ))?;
        // "BLR, from 2 origins" would only repeat the line above it.
        let plain = cell.verdict == Verdict::Agreed && cell.reason.starts_with(&cell.shown);
        let reason = if plain { "" } else { cell.reason.as_str() };
        for line in quotes::wrapped(reason, self.width.saturating_sub(14))
            .iter()
            .filter(|line| !line.is_empty())
        {
            self.line(&format!("              {}", self.paint.faint(line)))?;
        }
        for rival in &cell.rivals {
            let against = match rival.verdict.unwrap_or(cell.verdict) {
                Verdict::Disputed | Verdict::Denied => self.paint.warning("but"),
                Verdict::Superseded if rival.verdict.is_some() => self.paint.faint("before that"),
                _ => self.paint.faint("also"),
            };
            let value = self.paint.strong(&self.shown(name, &rival.shown));
            let backing = support(&rival.claims, &rival.origins, numbered);
            self.line(&format!("              {against} {value} · {backing}"))?;
        }
        Ok(())
    }

    /// The claim with its quotes; the words that fill its slots are marked.
    fn claim(&mut self, label: &str, claim: &Claim, article: &Article) -> Result<()> {
        let slots = claim.filled();
        let published = article
            .date()
            .map_or_else(|| "no date".to_owned(), |date| date.to_string());
        let stance = claims::stance(claim);
        let stance = if claims::is_certain(claim) {
            stance
        } else {
            self.paint.warning(&stance)
        };
        let id = self.paint.id(&short(claim.id.as_str(), 8));
        self.line(&format!("{label:>INDENT$}  {id}  {published}  {stance}"))?;
        for line in quotes::wrapped(&claims::chain(article, claim), self.width.saturating_sub(INDENT + 2)) {
            self.indented(&self.paint.strong(&line))?;
        }
        let spans: Vec<Span> = slots
            .iter()
            .filter_map(|slot| slot.span)
            .chain(claim.sources.iter().filter_map(|source| source.span))
            .collect();
        for quote in &claim.quotes {
            for line in quotes::lines(
                &article.text,
                *quote,
                &spans,
                self.paint,
                self.width.saturating_sub(INDENT + 4),
            ) {
                self.indented(&format!("│ {line}"))?;
            }
        }
        let weapon = slots
            .iter()
            .find(|slot| slot.name == SlotName::Weapon)
            .and_then(|slot| slot.span);
        // The category is read off the weapon: its words need not be said twice.
        let twice = |slot: &Filled| slot.name == SlotName::Category && (slot.span.is_none() || slot.span == weapon);
        let said = slots.iter().map(|slot| {
            if twice(slot) {
                value(slot)
            } else {
                said(slot, claim, article)
            }
        });
        let said: Vec<String> = said.collect();
        for line in quotes::wrapped(&said.join(" · "), self.width.saturating_sub(INDENT + 2)) {
            self.indented(&self.paint.faint(&line))?;
        }
        let places: Vec<String> = claim
            .quotes
            .iter()
            .map(|quote| format!("{}–{}", quote.start, quote.end))
            .collect();
        self.indented(
            &self
                .paint
                .faint(&format!("{}, bytes {}", clean(&article.path), places.join(", "))),
        )
    }

    fn one_claim(&mut self, claim: &Claim) -> Result<()> {
        let article = self.archive.article(claim.article.as_str())?;
        self.line(&format!("claim {}", self.paint.id(claim.id.as_str())))?;
        self.line(&format!(
            "read by {} with confidence {:.2}",
            clean(&claim.rule),
            claim.confidence
        ))?;
        self.line("")?;
        self.claim("", claim, &article)?;
        let records = self.archive.records_of(&article.id)?;
        self.records(records.iter().filter(|record| record.claims.contains(&claim.id)))?;
        let origins = self.archive.origins()?;
        self.heading("Where it comes from")?;
        for origin in origins.iter().filter(|origin| origin.articles.contains(&article.id)) {
            self.origin(origin)?;
        }
        Ok(())
    }

    fn one_origin(&mut self, origin: &Origin) -> Result<()> {
        self.line(&format!("origin {}", self.paint.id(origin.id.as_str())))?;
        self.origin(origin)?;
        let records = self.archive.records()?;
        self.records(records.iter().filter(|record| record.origins.contains(&origin.id)))
    }

    /// The origin's name, its articles, and why they are held to be one source.
    fn origin(&mut self, origin: &Origin) -> Result<()> {
        let id = self.paint.id(&short(origin.id.as_str(), 8));
        let articles = count(origin.articles.len() as u64, "article");
        self.line(&format!(
            "      {id}  {} · {articles}",
            self.paint.strong(&clean(&origin.name))
        ))?;
        let known = self.articles(origin.articles.iter())?;
        for article in known.values() {
            let room = self.width.saturating_sub(INDENT + 4);
            self.indented(&format!("- {}", cut(&named(article), room)))?;
        }
        for found in &origin.evidence {
            let name = |id: &ArticleId| known.get(id).map_or_else(|| short(id.as_str(), 8), claims::outlet);
            let pair = match &found.other {
                Some(other) => format!("{} ~ {}", name(&found.article), name(other)),
                None => name(&found.article),
            };
            let found = format!("{} ({:.2}), {pair}: {}", found.kind, found.score, found.what);
            for line in quotes::wrapped(&found, self.width.saturating_sub(INDENT + 4)) {
                self.indented(&format!("  {}", self.paint.faint(&line)))?;
            }
        }
        Ok(())
    }

    fn article(&mut self, article: &Article) -> Result<()> {
        self.line(&self.paint.strong(&clean(article.title().unwrap_or("(no title)"))))?;
        self.line(&format!("article {}", self.paint.id(article.id.as_str())))?;
        let mut about = vec![claims::outlet(article)];
        about.extend(article.byline.as_deref().map(clean));
        about.push(match &article.published {
            Some(published) => format!(
                "{} ({}, from {})",
                published.date,
                published.certain,
                clean(&published.from)
            ),
            None => "no date".to_owned(),
        });
        about.push(article.language.clone());
        about.extend(article.url.as_deref().map(clean));
        self.line(&about.join(" · "))?;
        for path in self.archive.paths_of(&article.id)? {
            self.line(&self.paint.faint(&clean(&path)))?;
        }
        let claims = self.archive.claims_of(&article.id)?;
        self.heading(&format!("What it claims ({})", claims.len()))?;
        for (at, claim) in claims.iter().enumerate() {
            if at > 0 {
                self.line("")?;
            }
            self.claim("", claim, article)?;
        }
        let doubts = self.archive.doubts_of(&article.id)?;
        if !doubts.is_empty() {
            self.heading("What was not clear")?;
        }
        for doubt in &doubts {
            let place = doubt
                .span
                .map(|span| format!(" (bytes {}–{})", span.start, span.end))
                .unwrap_or_default();
            for line in quotes::wrapped(
                &format!("{}{place}: {}", doubt.kind, doubt.what),
                self.width.saturating_sub(INDENT + 2),
            ) {
                self.indented(&line)?;
            }
        }
        let records = self.archive.records_of(&article.id)?;
        self.records(records.iter())?;
        self.heading("Where it comes from")?;
        let origins = self.archive.origins()?;
        origins
            .iter()
            .filter(|origin| origin.articles.contains(&article.id))
            .try_for_each(|origin| self.origin(origin))
    }

    fn records<'a>(&mut self, records: impl Iterator<Item = &'a Record>) -> Result<()> {
        self.heading("In the register")?;
        for record in records {
            let title = self.title(record);
            self.indented(&format!("{}  {title}", self.paint.id(&short(record.id.as_str(), 8))))?;
        }
        Ok(())
    }

    fn articles<'a>(&self, ids: impl Iterator<Item = &'a ArticleId>) -> Result<BTreeMap<ArticleId, Article>> {
        let mut articles = BTreeMap::new();
        for id in ids {
            if !articles.contains_key(id) {
                articles.insert(id.clone(), self.archive.article(id.as_str())?);
            }
        }
        Ok(articles)
    }

    fn heading(&mut self, heading: &str) -> Result<()> {
        self.line("")?;
        self.line(&self.paint.strong(heading))
    }

    fn indented(&mut self, line: &str) -> Result<()> {
        self.line(&format!("{:INDENT$}  {line}", ""))
    }

    fn line(&mut self, line: &str) -> Result<()> {
        Ok(writeln!(self.out, "{line}")?)
    }
}

/// `2 origins: 1, 3`: how many say so, and which claims, by their numbers on the page.
fn support(claims: &[ClaimId], origins: &[OriginId], numbered: &BTreeMap<&ClaimId, usize>) -> String {
    let mut numbers: Vec<usize> = claims.iter().filter_map(|id| numbered.get(id).copied()).collect();
    numbers.sort_unstable();
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    let noun = if numbers.len() == 1 { "claim" } else { "claims" };
    format!(
        "{} · {noun} {}",
        count(origins.len() as u64, "origin"),
        numbers.join(", ")
    )
}

/// `supplier BLR`.
fn value(slot: &Filled) -> String {
    format!("{} {}", slot.name, clean(&slot.shown))
}

/// `supplier BLR`, with the words that say it where they stand outside the quotes, or why it is inferred.
fn said(slot: &Filled, claim: &Claim, article: &Article) -> String {
    let said = value(slot);
    match (&slot.why, slot.span) {
        (Some(why), _) => format!("{said} (inferred: {})", clean(why)),
        (None, Some(span)) if !claim.quotes.iter().any(|quote| quote.contains(span)) => {
            format!(
                "{said} (“{}”, bytes {}–{})",
                clean(article.slice(span)),
                span.start,
                span.end
            )
        }
        (None, Some(span)) => {
            let words = clean(article.slice(span));
            if words == clean(&slot.shown) {
                said
            } else {
                format!("{said} “{words}”")
            }
        }
        (None, None) => said,
    }
}

/// `The Daily Courier, 2012-05-14: Peru picks Korean yard`.
fn named(article: &Article) -> String {
    let date = article.date().map(|date| format!(", {date}")).unwrap_or_default();
    let title = article
        .title()
        .map(|title| format!(": {}", clean(title)))
        .unwrap_or_default();
    format!("{}{date}{title}", claims::outlet(article))
}
