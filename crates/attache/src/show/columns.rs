//! How is a table laid out in the columns that a terminal has?
//!
//! No lines, two spaces between columns, numbers to the right. When the table is too wide, first the columns that can be spared
//! go (least needed first), then long texts are cut with `…`, the longest first.

use std::io::{self, Write};

use crate::terminal::{Paint, columns, cut};

/// How one column looks and how it gives way.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: &'static str,
    pub right: bool,
    /// It is never cut below this.
    pub least: usize,
    /// 0: always shown; else the higher goes first.
    pub spare: u8,
}

impl Column {
    /// A text that may be cut.
    pub const fn text(name: &'static str, least: usize) -> Column {
        Column {
            name,
            right: false,
            least,
            spare: 0,
        }
    }

    /// A text that is shown whole or not at all.
    pub const fn whole(name: &'static str) -> Column {
        Column {
            name,
            right: false,
            least: usize::MAX,
            spare: 0,
        }
    }

    pub const fn number(name: &'static str) -> Column {
        Column {
            name,
            right: true,
            least: usize::MAX,
            spare: 0,
        }
    }

    pub const fn spare(self, spare: u8) -> Column {
        Column { spare, ..self }
    }
}

/// A cell: clean text, and how it is painted.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub text: String,
    pub paint: Option<fn(Paint, &str) -> String>,
}

impl Entry {
    pub fn painted(text: impl Into<String>, paint: fn(Paint, &str) -> String) -> Entry {
        Entry {
            text: text.into(),
            paint: Some(paint),
        }
    }
}

impl<T: Into<String>> From<T> for Entry {
    fn from(text: T) -> Entry {
        Entry {
            text: text.into(),
            paint: None,
        }
    }
}

pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Entry>>,
}

const GAP: usize = 2;

impl Table {
    pub fn new(columns: Vec<Column>) -> Table {
        Table {
            columns,
            rows: Vec::new(),
        }
    }

    /// A row with one entry a column.
    pub fn push(&mut self, row: Vec<Entry>) {
        debug_assert_eq!(row.len(), self.columns.len());
        self.rows.push(row);
    }

    pub fn write(&self, out: &mut dyn Write, paint: Paint, width: Option<usize>) -> io::Result<()> {
        let layout = self.layout(width);
        let header: Vec<Entry> = self
            .columns
            .iter()
            .map(|column| Entry::painted(column.name.to_uppercase(), Paint::faint))
            .collect();
        self.line(out, paint, &layout, &header)?;
        self.rows.iter().try_for_each(|row| self.line(out, paint, &layout, row))
    }

    fn line(&self, out: &mut dyn Write, paint: Paint, layout: &[Option<usize>], row: &[Entry]) -> io::Result<()> {
        let mut line = String::new();
        let mut due = 0;
        for ((entry, column), width) in row.iter().zip(&self.columns).zip(layout) {
            let &Some(width) = width else { continue };
            let text = cut(&entry.text, width);
            let rest = width.saturating_sub(columns(&text));
            let (before, after) = if column.right { (rest, 0) } else { (0, rest) };
            if !text.is_empty() {
                line.extend(std::iter::repeat_n(' ', due + before));
                line.push_str(&entry.paint.map_or_else(|| text.clone(), |style| style(paint, &text)));
                due = after + GAP;
            } else {
                due += width + GAP;
            }
        }
        writeln!(out, "{line}")
    }

    /// The width of each column; `None`: left out.
    fn layout(&self, limit: Option<usize>) -> Vec<Option<usize>> {
        let natural = |at: usize, column: &Column| {
            let longest = self
                .rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|entry| columns(&entry.text))
                .max();
            longest
                .filter(|longest| *longest > 0)
                .map(|longest| longest.max(columns(column.name)))
        };
        // A column without a single entry says nothing.
        let mut widths: Vec<Option<usize>> = self
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| natural(at, column))
            .collect();
        let Some(limit) = limit else { return widths };
        while self.least(&widths) > limit {
            let spared = (0..widths.len()).filter(|&at| widths[at].is_some() && self.columns[at].spare > 0);
            let Some(at) = spared.max_by_key(|&at| self.columns[at].spare) else {
                break;
            };
            widths[at] = None;
        }
        while total(&widths) > limit {
            let give = (0..widths.len()).filter(|&at| widths[at].is_some_and(|width| width > self.columns[at].least));
            let Some(at) = give.max_by_key(|&at| widths[at]) else {
                break;
            };
            widths[at] = widths[at].map(|width| width - 1);
        }
        widths
    }

    /// How wide the table is when everything is cut as far as it may be.
    fn least(&self, widths: &[Option<usize>]) -> usize {
        let least: Vec<Option<usize>> = widths
            .iter()
            .zip(&self.columns)
            .map(|(width, column)| width.map(|width| width.min(column.least)))
            .collect();
        total(&least)
    }
}

fn total(widths: &[Option<usize>]) -> usize {
    let shown = widths.iter().flatten().count();
    widths.iter().flatten().sum::<usize>() + GAP * shown.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(width: Option<usize>, expect: &str) {
        let mut table = Table::new(vec![
            Column::whole("id"),
            Column::text("weapon", 6),
            Column::text("note", 4).spare(1),
            Column::number("qty"),
        ]);
        table.push(vec![
            "a1".into(),
            "surface-to-air missiles".into(),
            "long ago".into(),
            "12".into(),
        ]);
        table.push(vec!["b2".into(), "tanks".into(), Entry::default(), "1,200".into()]);
        let mut out = Vec::new();
        table.write(&mut out, Paint::OFF, width).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expect);
    }

    #[test]
    fn whole_when_there_is_room() {
        check(
            None,
            "ID  WEAPON                   NOTE        QTY\na1  surface-to-air missiles  long ago     12\nb2  tanks                              1,200\n",
        );
    }

    #[test]
    fn the_longest_is_cut_first() {
        check(
            Some(32),
            "ID  WEAPON       NOTE        QTY\na1  surface-to…  long ago     12\nb2  tanks                  1,200\n",
        );
    }

    #[test]
    fn what_can_be_spared_goes_first() {
        check(
            Some(20),
            "ID  WEAPON       QTY\na1  surface-…     12\nb2  tanks      1,200\n",
        );
    }
}
