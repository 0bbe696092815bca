//! How is the reading room written into a folder?

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use attache_web::{File, Room, Settings};

use crate::cli::PublishOptions;
use crate::errors::Advice;
use crate::serve::world;
use crate::show;
use crate::terminal::{Terminal, count};

pub fn run(options: &PublishOptions, path: &Path, terminal: &mut Terminal) -> Result<bool> {
    let folder = &options.folder;
    refuse_foreign(folder)?;
    drop(show::open_weighed(path, terminal)?);
    let room = Room::open(Settings {
        archive: path.to_owned(),
        world: world()?,
        desk: None,
        form_token: String::new(),
        password: None,
    })?;
    let written = room.publish(|file| write(folder, &file))?;
    terminal.note(format_args!(
        "{} in {}",
        count(written as u64, "file"),
        folder.display()
    ));
    terminal.hint(format_args!(
        "open {} in a browser",
        folder.join("index.html").display()
    ));
    Ok(true)
}

/// A folder that holds something else is left alone.
fn refuse_foreign(folder: &Path) -> Result<()> {
    let ours = folder.join("assets").join("room.js").is_file();
    let empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(error).with_context(|| format!("cannot look into {}", folder.display())),
    };
    if ours || empty {
        return Ok(());
    }
    Err(Advice::error(
        format!(
            "{} holds something else than a published reading room",
            folder.display()
        ),
        "name a folder that is empty or does not exist yet",
    ))
}

fn write(folder: &Path, file: &File) -> Result<()> {
    let path = folder.join(&file.name);
    let parent = path.parent().unwrap_or(folder);
    fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
    fs::write(&path, &file.bytes).with_context(|| format!("cannot write {}", path.display()))
}
