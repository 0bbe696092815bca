//! How are records of one kind picked out, put in order and shown, whatever the kind?

use std::cmp::Reverse;
use std::path::Path;

use anyhow::Result;
use attache_exchange::{tables, wire};
use attache_model::{Kind, Record, Review, SlotName, Verdict, When};
use attache_store::Archive;

use super::columns::{Column, Entry, Table};
use super::parties::Parties;
use super::{DIGITS, digits, open_weighed, short};
use crate::cli::{CommonOptions, RegisterFormat, Years, again};
use crate::terminal::{Paint, Terminal, clean, count};

/// A column and what a record shows in it.
pub type Field = (Column, fn(&Record, &Parties) -> Entry);

/// Records of one kind, as somebody asks for them.
pub struct Listing<'a> {
    pub kind: Kind,
    pub common: &'a CommonOptions,
    /// What articles claim that are in it.
    pub claims_what: &'a str,
    /// The slots by which a year is looked up.
    pub dates: &'a [SlotName],
    pub wide: &'a [Field],
    pub narrow: &'a [Field],
    /// Parties that were asked for, as typed.
    pub asked: Vec<&'a String>,
}

impl Listing<'_> {
    /// Shows the records for which `holds`, in the order that `sort` gives them.
    pub fn run(
        &self,
        holds: impl Fn(&Record) -> bool,
        sort: impl FnOnce(&mut [Record]),
        parties: &Parties,
        path: &Path,
        terminal: &mut Terminal,
    ) -> Result<bool> {
        let archive = open_weighed(path, terminal)?;
        let mut records = archive.records()?;
        records.retain(|record| record.kind == self.kind);
        let total = records.len();
        records.retain(|record| self.is_wanted(record) && holds(record));
        sort(&mut records);
        match self.common.format {
            RegisterFormat::Table => table(&records, self.wide, self.narrow, parties, terminal)?,
            RegisterFormat::Csv => tables::csv(self.kind, &records, &mut terminal.out)?,
            RegisterFormat::Md => tables::markdown(self.kind, &records, &mut terminal.out)?,
            RegisterFormat::Json => wire::json_array(records.iter().map(wire::record_json), &mut terminal.out)?,
        }
        if total == 0 {
            nothing_yet(&archive, self.claims_what, terminal)?;
        } else if records.is_empty() {
            terminal.note(format_args!("none of {} is like that", count(total as u64, "record")));
            strangers(&self.asked, parties, terminal);
        } else if self.common.format == RegisterFormat::Table {
            footer(&records, total, path, terminal);
        }
        Ok(true)
    }

    fn is_wanted(&self, record: &Record) -> bool {
        let years = self.common.year;
        years.is_none_or(|years| falls_in(record, self.dates, years))
            && record.origins.len() >= self.common.min_origins
            && (self.common.rejected || record.review != Review::Rejected)
    }
}

fn falls_in(record: &Record, dates: &[SlotName], Years(first, last): Years) -> bool {
    dates
        .iter()
        .filter_map(|slot| when(record, *slot)?.years())
        .any(|(from, to)| from <= last && first <= to)
}

/// The value of a slot as one word or code; empty when there is none.
pub fn word(record: &Record, slot: SlotName) -> &str {
    let Some(cell) = record.slots.get(&slot) else {
        return "";
    };
    cell.value
        .as_str()
        .or_else(|| cell.value.get("value")?.as_str())
        .unwrap_or(&cell.shown)
}

pub fn when(record: &Record, slot: SlotName) -> Option<When> {
    word(record, slot).parse().ok()
}

/// The most origins first. Equals are told apart by the names in `slots`, then by id, so that the order never wavers.
pub fn by_support(records: &mut [Record], slots: &[SlotName], parties: &Parties) {
    let support = |record: &Record| Reverse((record.origins.len(), record.articles.len(), record.claims.len()));
    records.sort_by_cached_key(|record| {
        let names = slots
            .iter()
            .map(|slot| parties.name(word(record, *slot)).to_lowercase());
        (support(record), names.collect::<Vec<_>>(), record.id.clone())
    });
}

/// The last day of any of these slots; the latest first.
pub fn latest(record: &Record, slots: &[SlotName]) -> Reverse<Option<attache_model::Date>> {
    let days = slots.iter().filter_map(|slot| when(record, *slot));
    Reverse(days.filter_map(|when| when.last.or(when.first)).max())
}

/// Under this width, states go by their codes, dates by their years and marks by signs.
const ROOMY: usize = 110;

fn is_roomy(terminal: &Terminal) -> bool {
    terminal.width.is_none_or(|width| width >= ROOMY)
}

/// One line a record: `wide` columns where there is room for them.
pub fn table(
    records: &[Record],
    wide: &[Field],
    narrow: &[Field],
    parties: &Parties,
    terminal: &mut Terminal,
) -> Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let roomy = is_roomy(terminal);
    let fields = if roomy { wide } else { narrow };
    let columns = fields.iter().map(|(column, _)| column.clone());
    let marks_column = Column::text("marks", if roomy { 8 } else { 5 });
    let mut table = Table::new(
        std::iter::once(Column::whole("id"))
            .chain(columns)
            .chain([marks_column])
            .collect(),
    );
    let least = if roomy { DIGITS } else { 6 };
    let digits = digits(records.iter().map(|record| record.id.as_str()), least);
    for record in records {
        let id = Entry::painted(short(record.id.as_str(), digits), Paint::id);
        let cells = fields.iter().map(|(_, cell)| cell(record, parties));
        let marks = Entry::painted(marks(record, roomy), Paint::warning);
        table.push(std::iter::once(id).chain(cells).chain([marks]).collect());
    }
    table.write(&mut terminal.out, terminal.paint, terminal.width)?;
    Ok(())
}

/// The value of a slot, conspicuous when others say otherwise.
pub fn cell(record: &Record, slot: SlotName) -> Entry {
    let Some(cell) = record.slots.get(&slot) else {
        return Entry::default();
    };
    match cell.verdict {
        Verdict::Disputed | Verdict::Denied => Entry::painted(clean(&cell.shown), Paint::warning),
        _ if slot == SlotName::Category => Entry::painted(clean(&cell.shown), Paint::faint),
        _ => clean(&cell.shown).into(),
    }
}

/// What a reader must not overlook.
fn marks(record: &Record, roomy: bool) -> String {
    let disputed = record.slots.values().any(|cell| cell.verdict == Verdict::Disputed);
    let marks = [
        (record.review == Review::Rejected, "–", "rejected"),
        (record.review == Review::Confirmed, "✓", "confirmed"),
        (!record.conflicts.is_empty(), "≠", "told otherwise since decided"),
        (record.denied, "✗", "denied"),
        (disputed, "!", "disputed"),
        (record.hedged, "?", "hedged"),
    ];
    let marks = marks.iter().filter(|(holds, ..)| *holds);
    match roomy {
        true => marks.map(|(_, _, word)| *word).collect::<Vec<_>>().join(", "),
        false => marks.map(|(_, sign, _)| *sign).collect(),
    }
}

/// How much there is, what the signs mean, what to do next.
fn footer(records: &[Record], total: usize, archive: &Path, terminal: &mut Terminal) {
    let shown = match records.len() {
        number if number == total => count(total as u64, "record"),
        number => format!("{number} of {}", count(total as u64, "record")),
    };
    let roomy = is_roomy(terminal);
    let signs: String = records.iter().map(|record| marks(record, false)).collect();
    let legend = [
        ('–', "rejected"),
        ('✓', "confirmed"),
        ('≠', "told otherwise since decided"),
        ('✗', "denied"),
        ('!', "disputed"),
        ('?', "every report hedged"),
    ];
    let legend: Vec<String> = legend
        .iter()
        .filter(|(sign, _)| !roomy && signs.contains(*sign))
        .map(|(sign, word)| format!("{sign} {word}"))
        .collect();
    let legend = if legend.is_empty() {
        String::new()
    } else {
        format!(" · {}", legend.join("  "))
    };
    terminal.note(format_args!("{shown}{legend}"));
    if let Some(first) = records.first() {
        let explain = again(archive, &format!("explain {}", short(first.id.as_str(), DIGITS)));
        terminal.hint(format_args!("{explain} shows what it rests on"));
    }
}

fn nothing_yet(archive: &Archive, claims_what: &str, terminal: &mut Terminal) -> Result<()> {
    let counts = archive.counts()?;
    if counts.articles == 0 {
        terminal.note("the register is empty: no articles have been added");
        let add = again(archive.path(), "add PATH...");
        terminal.hint(format_args!(
            "{add} reads files and folders; attache demo shows what comes of it"
        ));
    } else {
        let (articles, english) = (count(counts.articles as u64, "article"), counts.english);
        terminal.note(format_args!(
            "the register is empty: of {articles} ({english} in English), none claims {claims_what}"
        ));
        terminal.hint(format_args!("{} lists them", again(archive.path(), "articles")));
    }
    Ok(())
}

/// Names that nobody in the vocabulary goes by, with the nearest that somebody does.
fn strangers(asked: &[&String], parties: &Parties, terminal: &mut Terminal) {
    for name in asked.iter().filter(|name| !parties.wanted(name).is_known()) {
        let name = clean(name);
        match parties.nearest(&name) {
            Some(near) => terminal.hint(format_args!("no party is known as `{name}`; did you mean {near}?")),
            None => terminal.hint(format_args!(
                "no party is known as `{name}`; expected a name or a code such as BLR"
            )),
        }
    }
}
