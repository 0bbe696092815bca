//! What can be asked of the program, and in which words?

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use attache_model::{Category, EventType, Measure, SlotName, Stage};
use clap::builder::Styles;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::evaluate::{EvaluateOptions, Part};
use crate::terminal::clean;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Reads news articles and keeps a sourced register of international arms transfers.
///
/// Every cell of the register can be followed to the words that say it, to who said them, and to how sure they were.
#[derive(Debug, Parser)]
#[command(name = "attache", version, styles = STYLES, max_term_width = 100, after_help = FIRST_STEPS)]
pub struct Cli {
    /// The archive: one SQLite file, made by `add` [default: attache.db]
    #[arg(
        long,
        global = true,
        env = "ATTACHE_ARCHIVE",
        hide_env_values = true,
        value_name = "FILE",
        help_heading = EVERYWHERE
    )]
    archive: Option<PathBuf>,

    /// Say nothing on standard error but warnings and errors
    #[arg(long, short, global = true, help_heading = EVERYWHERE)]
    pub quiet: bool,

    #[command(subcommand)]
    pub command: Command,
}

const DEFAULT_ARCHIVE: &str = "attache.db";

const EVERYWHERE: &str = "With every command";

const FIRST_STEPS: &str = "\
First steps:
  attache demo                  read the built-in articles and look around
  attache add saved-pages/      read your own: files, folders, JSON Lines, or - for standard input
  attache register              who gives arms to whom, as far as these articles say
  attache explain ID            why the register says so, word by word

Data go to standard output, messages to standard error.
Exit status: 0 all went well, 1 something failed, 2 wrong usage.
With `add`, 1 means that some input could not be read; everything else was.";

impl Cli {
    /// The archive to use when nothing else is said.
    pub fn archive(&self) -> PathBuf {
        self.given_archive().unwrap_or_else(|| PathBuf::from(DEFAULT_ARCHIVE))
    }

    fn given_archive(&self) -> Option<PathBuf> {
        self.archive.clone().filter(|path| !path.as_os_str().is_empty())
    }

    /// The archive that the command line itself names. One that only the environment names is somebody's real archive, and not
    /// for the demo.
    pub fn named_archive(&self) -> Option<PathBuf> {
        let ambient = std::env::var_os("ATTACHE_ARCHIVE");
        self.given_archive()
            .filter(|path| Some(path.as_os_str()) != ambient.as_deref())
    }
}

/// The command line that does `words` with the same archive: `attache --archive my.db register`.
pub fn again(archive: &Path, words: &str) -> String {
    let ambient = std::env::var_os("ATTACHE_ARCHIVE").filter(|path| !path.is_empty());
    let usual = ambient.unwrap_or_else(|| DEFAULT_ARCHIVE.into());
    let path = clean(&archive.to_string_lossy());
    let plain = path.chars().all(|c| c.is_alphanumeric() || "-_./\\:~".contains(c));
    match (archive.as_os_str() == usual, plain) {
        (true, _) => format!("attache {words}"),
        (false, true) => format!("attache --archive {path} {words}"),
        (false, false) => format!("attache --archive '{}' {words}", path.replace('\'', "'\\''")),
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read articles into the archive, then weigh what they claim
    Add(AddOptions),
    /// Show the register: one line a transfer
    Register(RegisterOptions),
    /// List events: who did what to whom, when and where
    Events(EventsOptions),
    /// List figures: how many, of whom, as of when
    Figures(FiguresOptions),
    /// Show why: the values, rivals, quotes and sources behind an id
    Explain(ExplainOptions),
    /// List the articles that were read
    Articles(ListOptions),
    /// List what the articles claim, each with its quote
    Claims(ListOptions),
    /// List the origins: the independent reporting behind the articles
    Origins(ListOptions),
    /// Search the text of the articles
    Search(SearchOptions),
    /// Confirm, reject, correct, merge or split what the register says, or undo such a decision
    Decide(DecideOptions),
    /// List the decisions that people made, or take in those of others
    Decisions(DecisionsOptions),
    /// Open the reading room: the archive as pages in a browser
    Serve(ServeOptions),
    /// Write the reading room as files that open from disk and from any web host
    Publish(PublishOptions),
    /// Make the register again from all claims (done by itself when they change)
    Weigh,
    /// Check the archive: whole, weighed, and every quote where it is said to be
    Doctor,
    /// Read the built-in articles into an archive of their own and show what comes of it
    Demo,
    /// Measure reading and weighing against the hand-made gold of the corpus
    Evaluate(EvaluateArgs),
}

#[derive(Debug, Args)]
pub struct AddOptions {
    /// Files (HTML, text, JSON Lines; .gz too), folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// List every doubt, not only the first twenty
    #[arg(long)]
    pub doubts: bool,
}

/// What can be asked of records of any kind.
#[derive(Debug, Args)]
pub struct CommonOptions {
    #[arg(long, value_enum, default_value_t, help = "How to write it")]
    pub format: RegisterFormat,

    /// Only what happened, or was agreed or delivered, in this year, or these years (2018-2022)
    #[arg(long, value_name = "YEAR", value_parser = years)]
    pub year: Option<Years>,

    /// Only what this many independent origins report
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_origins: usize,

    /// Show what people rejected, too
    #[arg(long)]
    pub rejected: bool,
}

#[derive(Debug, Args)]
pub struct EventsOptions {
    #[command(flatten)]
    pub common: CommonOptions,

    /// Only this type (AGREE, CONSULT, SANCTION, ASSAULT, …)
    #[arg(long = "type", value_name = "TYPE", value_parser = event_type)]
    pub event: Vec<EventType>,

    /// Only what this state or party does: a code (BLR) or a name (Belarus)
    #[arg(long, value_name = "PARTY")]
    pub actor: Vec<String>,

    /// Only what is done to this state or party
    #[arg(long, value_name = "PARTY")]
    pub recipient: Vec<String>,

    #[arg(long, value_enum, default_value_t, help = "What comes first")]
    pub sort: Order,
}

#[derive(Debug, Args)]
pub struct FiguresOptions {
    #[command(flatten)]
    pub common: CommonOptions,

    /// Only this measure (killed, displaced, troops, share, …)
    #[arg(long, value_parser = measure)]
    pub measure: Vec<Measure>,

    /// Only numbers of this state or party: a code (BLR) or a name (Belarus)
    #[arg(long, value_name = "PARTY")]
    pub party: Vec<String>,

    #[arg(long, value_enum, default_value_t, help = "What comes first")]
    pub sort: Order,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// The most origins first
    #[default]
    Support,
    /// The latest first
    Date,
}

#[derive(Debug, Args)]
pub struct RegisterOptions {
    #[command(flatten)]
    pub common: CommonOptions,

    /// Only what this state or party gives: a code (BLR) or a name (Belarus)
    #[arg(long, value_name = "PARTY")]
    pub supplier: Vec<String>,

    /// Only what this state or party gets
    #[arg(long, value_name = "PARTY")]
    pub recipient: Vec<String>,

    /// Only this category, by its name or a part of it (artillery, uncrewed)
    #[arg(long, value_parser = category)]
    pub category: Vec<Category>,

    /// Only this stage (sought, offered, memorandum, approved, ordered, delivering, delivered, …)
    #[arg(long, value_parser = stage)]
    pub stage: Vec<Stage>,

    #[arg(long, value_enum, default_value_t, help = "What comes first")]
    pub sort: Sort,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RegisterFormat {
    #[default]
    Table,
    Csv,
    Json,
    Md,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The most origins first
    #[default]
    Support,
    Supplier,
    Recipient,
    Weapon,
    /// The latest first
    Date,
    Stage,
}

/// First and last year, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years(pub i16, pub i16);

#[derive(Debug, Args)]
pub struct ExplainOptions {
    /// The id of a record, claim, origin or article, or as much of its beginning as is unique
    #[arg(value_name = "ID")]
    pub id: String,
}

#[derive(Debug, Args)]
pub struct ListOptions {
    #[arg(long, value_enum, default_value_t, help = "How to write it")]
    pub format: ListFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    #[default]
    Table,
    /// One JSON object a line
    Jsonl,
    /// One JSON array
    Json,
    Csv,
}

#[derive(Debug, Args)]
pub struct DecideOptions {
    #[command(subcommand)]
    pub what: DecideWhat,

    /// Who decides [default: the user's name]
    #[arg(
        long,
        global = true,
        env = "ATTACHE_WHO",
        hide_env_values = true,
        value_name = "NAME"
    )]
    pub who: Option<String>,

    /// Why: a sentence that others can check
    #[arg(long, global = true, value_name = "REASON")]
    pub why: Option<String>,
}

/// An ID is that of a record or of a claim, or as much of its beginning as is unique.
#[derive(Debug, Subcommand)]
pub enum DecideWhat {
    /// It is read rightly, and it is so
    Confirm {
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
    /// It is read wrongly, or it is not so: it counts for nothing
    Reject {
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
    },
    /// A slot has another value
    Correct {
        #[arg(value_name = "ID")]
        id: String,
        /// The column (supplier, quantity, agreed, …)
        #[arg(value_parser = slot)]
        slot: SlotName,
        /// As people write it (Belarus, 12, ≥200, 2018-11-19, "3e9 USD"); none empties the slot
        value: String,
    },
    /// They are about one thing
    Merge {
        #[arg(required = true, num_args = 1.., value_name = "ID")]
        ids: Vec<String>,
    },
    /// These claims are about another thing than the rest of their record
    Split {
        #[arg(required = true, value_name = "CLAIM")]
        ids: Vec<String>,
    },
    /// Take a decision back
    Undo {
        #[arg(value_name = "DECISION")]
        id: String,
    },
}

#[derive(Debug, Args)]
pub struct DecisionsOptions {
    #[arg(long, value_enum, default_value_t, help = "How to write them")]
    pub format: ListFormat,

    /// Take in the decisions of a JSON Lines file, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub import: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct SearchOptions {
    /// Words that the article must hold; quote a phrase (attache search '"Groza-S"')
    #[arg(required = true, value_name = "WORD")]
    pub query: Vec<String>,

    /// How many articles to show at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

#[derive(Debug, Args)]
pub struct ServeOptions {
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 7411)]
    pub port: u16,

    /// The address to listen on; one that other machines can reach needs --password
    #[arg(long, value_name = "IP", default_value_t = IpAddr::from([127, 0, 0, 1]))]
    pub address: IpAddr,

    /// What a browser must give, with the user name `attache`, before it is shown anything
    #[arg(long, env = "ATTACHE_PASSWORD", hide_env_values = true)]
    pub password: Option<String>,

    /// Show, but add and correct nothing
    #[arg(long)]
    pub read_only: bool,
}

#[derive(Debug, Args)]
pub struct PublishOptions {
    /// The folder to write to; made when it is not there
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// What to measure: transfers, events, weighing, pages or language [default: all that have data]
    what: Option<String>,

    /// Only one part of the corpus
    #[arg(long, value_enum)]
    part: Option<CorpusPart>,

    /// Only one story of the corpus, by the name of its folder
    #[arg(long)]
    story: Option<String>,

    /// List what was missed, made up or wrong (in the test part only with --show-test)
    #[arg(long)]
    errors: bool,

    /// Show the test part too; whoever writes rules should not
    #[arg(long)]
    show_test: bool,

    /// The folder that holds train/ and test/ [default: corpus]
    #[arg(long, value_name = "FOLDER")]
    corpus: Option<PathBuf>,

    /// The folder with public data sets; what needs them is left out when they are not there
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CorpusPart {
    Train,
    Test,
}

impl EvaluateArgs {
    pub fn options(&self) -> EvaluateOptions {
        EvaluateOptions {
            what: self.what.clone(),
            part: self.part.map(|part| match part {
                CorpusPart::Train => Part::Train,
                CorpusPart::Test => Part::Test,
            }),
            story: self.story.clone(),
            errors: self.errors,
            show_test: self.show_test,
            corpus: self.corpus.clone(),
            data: self.data.clone(),
        }
    }
}

fn category(word: &str) -> Result<Category, String> {
    pick("category", Category::ALL, word)
}

fn slot(word: &str) -> Result<SlotName, String> {
    pick("slot", SlotName::ALL, &word.replace('_', " "))
}

fn event_type(word: &str) -> Result<EventType, String> {
    pick("event type", EventType::ALL, word)
}

fn measure(word: &str) -> Result<Measure, String> {
    pick("measure", Measure::ALL, word)
}

fn stage(word: &str) -> Result<Stage, String> {
    pick("stage", Stage::ALL, word)
}

/// The word of a closed list that `given` names: in full, or by the beginning of one of its parts that no other shares.
fn pick<T: Copy + std::fmt::Display>(list: &str, all: &[T], given: &str) -> Result<T, String> {
    let given = given.trim().to_lowercase();
    let whole = all.iter().find(|word| word.to_string().to_lowercase() == given);
    let begins = |word: &str| !given.is_empty() && word.starts_with(&given);
    let shares =
        |word: &T| word.to_string().to_lowercase().split(' ').any(begins) || begins(&word.to_string().to_lowercase());
    let parts: Vec<&T> = all.iter().filter(|word| shares(word)).collect();
    match (whole, parts.as_slice()) {
        (Some(word), _) => Ok(*word),
        (None, [word]) => Ok(**word),
        (None, []) => Err(format!("unknown {list}; expected one of: {}", join(all))),
        (None, several) => Err(format!("could be any of: {}", join(several))),
    }
}

fn join<T: std::fmt::Display>(words: &[T]) -> String {
    words.iter().map(T::to_string).collect::<Vec<_>>().join(" · ")
}

fn years(text: &str) -> Result<Years, String> {
    let parse = |year: &str| {
        year.trim()
            .parse::<i16>()
            .ok()
            .filter(|year| (1000..=9999).contains(year))
    };
    let (first, last) = text.split_once(['-', '/', '–']).unwrap_or((text, text));
    match (parse(first), parse(last)) {
        (Some(first), Some(last)) if first <= last => Ok(Years(first, last)),
        (Some(first), Some(last)) => Err(format!("{first} is after {last}; expected the earlier year first")),
        _ => Err("expected a year such as 2018, or years such as 2018-2022".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_next_command_names_the_archive_where_it_must() {
        assert_eq!(again(Path::new("attache.db"), "register"), "attache register");
        assert_eq!(
            again(Path::new("data/x.db"), "register"),
            "attache --archive data/x.db register"
        );
        assert_eq!(
            again(Path::new("my news.db"), "demo"),
            "attache --archive 'my news.db' demo"
        );
        assert_eq!(again(Path::new("a'b"), "demo"), "attache --archive 'a'\\''b' demo");
    }

    #[test]
    fn words_are_found_by_a_part() {
        assert_eq!(category("Artillery"), Ok(Category::Artillery));
        assert_eq!(category("uncrewed"), Ok(Category::UncrewedAircraft));
        assert_eq!(category("aircraft"), Ok(Category::Aircraft));
        assert_eq!(category("small arms"), Ok(Category::SmallArms));
        assert!(category("drone").is_err());
        assert_eq!(stage("deliver").unwrap_err(), "could be any of: delivering · delivered");
        assert!(
            category("")
                .unwrap_err()
                .starts_with("unknown category; expected one of: aircraft · ")
        );
    }

    #[test]
    fn years_alone_or_from_to() {
        assert_eq!(years("2018"), Ok(Years(2018, 2018)));
        assert_eq!(years("2018-2022"), Ok(Years(2018, 2022)));
        assert_eq!(
            years("2022-2018").unwrap_err(),
            "2022 is after 2018; expected the earlier year first"
        );
        assert!(years("18").is_err());
    }
}
