//! What if several programs use one archive, or one is killed?

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use attache_model::ArticleId;
use attache_store::{Archive, Finding, Outcome};

use crate::sample::{added, many};

const WHERE: &str = "ATTACHE_STORE_TEST_ARCHIVE";
const FROM: &str = "ATTACHE_STORE_TEST_FROM";
const BATCHES: &str = "ATTACHE_STORE_TEST_BATCHES";

/// Articles in a batch.
const BATCH: usize = 5;

/// Not a test by itself: what another program does when a test here starts it. Prints the number of each batch once it is added.
#[test]
fn another_program() {
    let Ok(path) = std::env::var(WHERE) else {
        return;
    };
    let number = |name: &str| std::env::var(name).unwrap().parse::<usize>().unwrap();
    let mut archive = Archive::open(path).unwrap();
    for batch in 0..number(BATCHES) {
        let first = number(FROM) + batch * BATCH;
        archive.add(&many(first..first + BATCH)).unwrap();
        println!("\nadded {batch}");
    }
}

fn start(path: &Path, from: usize, batches: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "several_programs::another_program", "--nocapture"])
        .env(WHERE, path)
        .env(FROM, from.to_string())
        .env(BATCHES, batches.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn errors(archive: &Archive) -> Vec<Finding> {
    archive
        .doctor()
        .into_iter()
        .filter(|finding| finding.check != "weighing")
        .collect()
}

#[test]
fn two_programs_add_to_a_new_archive_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    // The second half of one is the first half of the other.
    let programs = [start(&path, 0, 20), start(&path, 50, 20)];
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    let archive = Archive::open_existing(&path).unwrap();
    assert_eq!(archive.articles().unwrap().len(), 150);
    assert_eq!(errors(&archive), []);
}

#[test]
fn threads_with_their_own_connections_add_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    let new: usize = std::thread::scope(|scope| {
        let adding: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut archive = Archive::open(&path).unwrap();
                    let outcomes = (0..40).flat_map(|n| archive.add(&[added(n)]).unwrap());
                    outcomes.filter(|outcome| *outcome == Outcome::New).count()
                })
            })
            .collect();
        adding.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(new, 40, "each article is new to exactly one of them");
    let archive = Archive::open(&path).unwrap();
    assert_eq!(archive.articles().unwrap().len(), 40);
    assert_eq!(errors(&archive), []);
}

#[test]
fn a_reader_does_not_wait_for_a_writer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    Archive::open(&path).unwrap().add(&many([1])).unwrap();
    let writer = rusqlite::Connection::open(&path).unwrap();
    writer.execute_batch("BEGIN IMMEDIATE; DELETE FROM paths").unwrap();
    let archive = Archive::open_existing(&path).unwrap();
    assert_eq!(archive.paths_of(&added(1).article.id).unwrap().len(), 1);
}

#[test]
fn a_killed_program_leaves_whole_batches() {
    let folder = tempfile::tempdir().unwrap();
    for (round, batches) in [1, 3, 7].into_iter().enumerate() {
        let path = folder.path().join(format!("{round}.attache"));
        let mut program = start(&path, 0, 100_000);
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let told = lines
            .map_while(Result::ok)
            .filter(|line| line.starts_with("added "))
            .take(batches)
            .count();
        program.kill().unwrap();
        program.wait().unwrap();
        assert_eq!(told, batches);

        let mut archive = Archive::open_existing(&path).unwrap();
        let kept = archive.articles().unwrap().len();
        assert!(kept >= told * BATCH, "{kept} kept, {} told", told * BATCH);
        assert_eq!(kept % BATCH, 0, "no batch is half there");
        assert_eq!(errors(&archive), []);
        // And it goes on where it stopped.
        assert_eq!(
            archive
                .add(&many(0..kept + 1))
                .unwrap()
                .iter()
                .filter(|one| **one == Outcome::New)
                .count(),
            1
        );
    }
}

#[test]
fn a_killed_program_leaves_no_half_made_archive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.attache");
    std::fs::write(&path, "").unwrap(); // as far as it may come before its first transaction
    assert!(Archive::open_existing(&path).is_err());
    assert!(!Archive::open(&path).unwrap().has(&ArticleId::of(["x"])).unwrap());
}
