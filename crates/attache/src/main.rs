//! The program: what is asked for, and who does it.
//!
//! ```text
//! cli        what can be asked
//! pipeline   the main flow: add and weigh; weighing: what is new beside what was weighed before
//! add        reading with progress, failures and doubts told
//! show       register, events, figures, explain, lists, search
//! decide     what a person says of the register
//! serve      the reading room: the same in a browser
//! publish    the same as files
//! doctor     is the archive whole?
//! demo       the same on the articles that come with the program
//! evaluate   how good is the reading?
//! terminal   where data and messages go; errors: how failure is told
//! ```

mod add;
mod cli;
mod decide;
mod demo;
mod doctor;
mod errors;
mod evaluate;
mod pipeline;
mod publish;
mod serve;
mod show;
mod terminal;
mod weighing;

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use cli::{Cli, Command};
use terminal::Terminal;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut terminal = Terminal::new(cli.quiet);
    match run(&cli, &mut terminal) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) if errors::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.error(&errors::told(&error));
            ExitCode::FAILURE
        }
    }
}

/// Does what is asked; `false`: it was done, but not all of it went well.
fn run(cli: &Cli, terminal: &mut Terminal) -> Result<bool> {
    let archive = cli.archive();
    let well = match &cli.command {
        Command::Add(options) => add::run(options, &archive, terminal),
        Command::Register(options) => show::register::run(options, &archive, terminal),
        Command::Events(options) => show::events::run(options, &archive, terminal),
        Command::Figures(options) => show::figures::run(options, &archive, terminal),
        Command::Explain(options) => show::explain::run(options, &archive, terminal),
        Command::Articles(options) => show::articles::run(options, &archive, terminal),
        Command::Claims(options) => show::claims::run(options, &archive, terminal),
        Command::Origins(options) => show::origins::run(options, &archive, terminal),
        Command::Search(options) => show::search::run(options, &archive, terminal),
        Command::Decide(options) => decide::run(options, &archive, terminal),
        Command::Decisions(options) => show::decisions::run(options, &archive, terminal),
        Command::Weigh => show::weigh_again(&archive, terminal),
        Command::Serve(options) => serve::run(options, &archive, terminal),
        Command::Publish(options) => publish::run(options, &archive, terminal),
        Command::Doctor => doctor::run(&archive, terminal),
        Command::Demo => demo::run(cli.named_archive(), terminal),
        Command::Evaluate(options) => evaluate::run(&options.options(), &mut terminal.out),
    }?;
    terminal.out.flush()?;
    Ok(well)
}
