//! Where do data and messages go, how wide, and in which colours?
//!
//! Data go to standard output and nothing else does; messages go to standard error. Colours and cut columns are for
//! terminals only: what is piped is plain and whole. `NO_COLOR`, `CLICOLOR_FORCE` and `COLUMNS` are honoured.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Effects, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::errors::Told;

pub struct Terminal {
    pub out: BufWriter<StdoutLock<'static>>,
    /// For what is written to `out`.
    pub paint: Paint,
    /// Columns to lay a table out in; `None`: as wide as it gets.
    pub width: Option<usize>,
    messages: Paint,
    quiet: bool,
}

impl Terminal {
    pub fn new(quiet: bool) -> Terminal {
        let stdout = io::stdout();
        let set = std::env::var("COLUMNS")
            .ok()
            .and_then(|width| width.parse().ok())
            .filter(|width| *width >= 20);
        let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = set.or_else(|| if stdout.is_terminal() { seen() } else { None });
        let colours = |choice| Paint {
            on: choice != ColorChoice::Never,
        };
        Terminal {
            paint: colours(AutoStream::choice(&stdout)),
            messages: colours(AutoStream::choice(&io::stderr())),
            out: BufWriter::new(stdout.lock()),
            width,
            quiet,
        }
    }

    /// The width for running text.
    pub fn measure(&self) -> usize {
        self.width.unwrap_or(100).clamp(40, 100)
    }

    /// May a progress bar be drawn?
    pub fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// A message that `--quiet` silences.
    pub fn note(&mut self, message: impl Display) {
        if !self.quiet {
            self.say(message);
        }
    }

    /// What to do next; silenced by `--quiet`.
    pub fn hint(&mut self, hint: impl Display) {
        let label = self.messages.faint("hint:");
        self.note(format_args!("{label} {hint}"));
    }

    pub fn warn(&mut self, told: &Told) {
        let label = self.messages.warning("warning:");
        self.tell(&label, told);
    }

    pub fn error(&mut self, told: &Told) {
        let label = self.messages.error("error:");
        self.tell(&label, told);
    }

    fn tell(&mut self, label: &str, told: &Told) {
        self.say(format_args!("{label} {}", told.wrong));
        for cause in &told.causes {
            self.say(format_args!("  because {cause}"));
        }
        let label = self.messages.faint("hint:");
        for hint in &told.hints {
            self.say(format_args!("{label} {hint}"));
        }
    }

    /// Nobody may be listening on standard error; that must not stop the work.
    fn say(&mut self, message: impl Display) {
        // Data written before a message is seen before it.
        let _ = self.out.flush();
        let _ = writeln!(io::stderr().lock(), "{message}");
    }
}

/// Colours, or none.
#[derive(Clone, Copy)]
pub struct Paint {
    on: bool,
}

impl Paint {
    pub const OFF: Paint = Paint { on: false };

    pub fn is_on(self) -> bool {
        self.on
    }

    pub fn strong(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub fn faint(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    pub fn error(self, text: &str) -> String {
        self.paint(AnsiColor::Red.on_default().bold(), text)
    }

    pub fn warning(self, text: &str) -> String {
        self.paint(AnsiColor::Yellow.on_default().bold(), text)
    }

    pub fn good(self, text: &str) -> String {
        self.paint(AnsiColor::Green.on_default(), text)
    }

    pub fn id(self, text: &str) -> String {
        self.paint(AnsiColor::Cyan.on_default(), text)
    }

    /// A span within a quote: underlined, or in brackets where there are no colours.
    pub fn span(self, text: &str) -> String {
        if self.on {
            self.paint(Style::new().effects(Effects::UNDERLINE | Effects::BOLD), text)
        } else {
            format!("[{text}]")
        }
    }

    fn paint(self, style: Style, text: &str) -> String {
        if self.on && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// Text from outside on one line and without anything that a terminal would obey: control characters, escape sequences and
/// marks that turn the direction of writing become single spaces.
pub fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        let obeyed =
            c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if !obeyed && !c.is_whitespace() {
            clean.push(c);
        } else if !clean.ends_with(' ') {
            clean.push(' ');
        }
    }
    clean.trim().to_owned()
}

/// How many columns `text` (clean, unpainted) takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` cut to `width` columns, with `…` where something is missing.
pub fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        kept.push(c);
    }
    if width == 0 {
        String::new()
    } else {
        format!("{}…", kept.trim_end())
    }
}

/// A number with its noun: `1 claim`, `12,345 claims`.
pub fn count(number: u64, noun: &str) -> String {
    let plural = match number {
        1 => noun.to_owned(),
        _ if noun.ends_with(|c: char| "sxh".contains(c)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", grouped(number))
}

/// Thousands set apart: `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_taken_out() {
        assert_eq!(clean("a\x1b[31mred\x07\n\n b"), "a [31mred b");
        assert_eq!(clean("ends \u{202e}here"), "ends here");
    }

    #[test]
    fn cuts_by_columns() {
        assert_eq!(cut("Azerbaijan", 10), "Azerbaijan");
        assert_eq!(cut("Azerbaijan", 6), "Azerb…");
        assert_eq!(cut("南北朝鮮", 5), "南北…");
        assert_eq!(cut("ab", 0), "");
    }

    #[test]
    fn counts_with_their_noun() {
        assert_eq!(count(1, "claim"), "1 claim");
        assert_eq!(count(12_345, "claim"), "12,345 claims");
        assert_eq!(count(0, "article"), "0 articles");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
