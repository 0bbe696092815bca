//! Does the program keep its word at the command line: what goes to which stream, which exit status, which hint?
//!
//! The articles are small and plain, so that better rules of reading do not change what is tested here.

mod adding;
mod deciding;
mod showing;
mod usage;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const SALE: &str = "Belarus sells air defence missiles to Azerbaijan

MINSK, 14 June 2019 - Belarus sold twelve Buk air defence systems to Azerbaijan in 2018, the defence ministry said on Friday.

The weapons were delivered last year, a spokesman said. The two countries have worked together for many years.
";

const DRONES: &str = "Ukraine gets drones

BAKU, 20 June 2019 - Turkey delivered six Bayraktar TB2 drones to Ukraine in March 2019, officials in Kyiv said on Thursday.

The government in Ankara confirmed the delivery. Ukraine signed a contract for the drones in January.
";

/// A folder of its own for each test.
struct Desk {
    folder: TempDir,
}

/// What came of a command.
struct Done {
    out: String,
    err: String,
    code: i32,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            folder: TempDir::new().unwrap(),
        }
    }

    fn with_articles() -> Desk {
        let desk = Desk::new();
        desk.file("news/sale.txt", SALE).file("news/drones.txt", DRONES);
        assert_eq!(desk.run(&["add", "news"]).code, 0);
        desk
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Desk {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_attache"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        for name in [
            "ATTACHE_ARCHIVE",
            "ATTACHE_WHO",
            "COLUMNS",
            "NO_COLOR",
            "CLICOLOR_FORCE",
            "CLICOLOR",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Done {
        Done::of(self.command(arguments).output().unwrap())
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The first record's id.
    fn record(&self) -> String {
        let records = self.run(&["register", "--format", "json"]).json();
        records[0]["id"].as_str().unwrap().to_owned()
    }
}

impl Done {
    fn of(output: Output) -> Done {
        Done {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap_or(-1),
        }
    }

    #[track_caller]
    fn well(self) -> Done {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.well().out).unwrap()
    }

    #[track_caller]
    fn lines(self) -> Vec<Value> {
        self.well()
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}
