//! How fast are the pages when many read at once? `load FILE [SECONDS] [READERS]`
//!
//! Serves the archive on loopback, has readers ask for every kind of page in turn, one after the other over connections that stay open, and prints
//! for each kind how long answers took and how large they were. `crowd` makes an archive that is worth it.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use attache_model::Kind;
use attache_store::Archive;
use attache_web::{Alliance, Member, Register, Room, Settings, World};

type Failure = Box<dyn Error + Send + Sync>;

/// A kind of page, and how one answer went.
struct Answered {
    kind: &'static str,
    took: Duration,
    bytes: usize,
}

fn main() -> Result<(), Failure> {
    let mut given = std::env::args().skip(1);
    let path = given.next().ok_or("usage: load FILE [SECONDS] [READERS]")?;
    let mut number = |usual: u64| given.next().map_or(Ok(usual), |text| text.parse());
    let (seconds, readers) = (number(20)?, number(16)?);
    let begin = Instant::now();
    let register = Register::read(&Archive::open_existing(&path)?)?;
    println!(
        "{} records read into memory in {:.1} s",
        register.rows.len(),
        begin.elapsed().as_secs_f64()
    );
    let pages = Arc::new(pages(&register));
    drop(register);
    let room = Room::open(Settings {
        archive: path.into(),
        world: world(),
        desk: None,
        form_token: String::new(),
        password: None,
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    // Pages are made on threads of their own; this one only passes them on.
    std::thread::spawn(move || {
        runtime.block_on(async move { axum::serve(listener, attache_web::router(Arc::new(room))).await })
    });

    let until = Instant::now() + Duration::from_secs(seconds);
    let readers: Vec<_> = (0..readers)
        .map(|reader| {
            let pages = Arc::clone(&pages);
            std::thread::spawn(move || read(address, &pages, usize::try_from(reader).unwrap_or(0), until))
        })
        .collect();
    let mut answers = Vec::new();
    for reader in readers {
        answers.extend(reader.join().map_err(|_| "a reader broke off")??);
    }
    report(&answers, seconds);
    Ok(())
}

/// An alliance of some of the states that `crowd` has, so that transfers are looked at for whom they harm.
fn world() -> World {
    let members = ["FRA", "USA", "DEU", "GBR", "ITA", "POL", "NOR", "CAN", "ESP", "TUR"].map(|state| Member {
        state: state.to_owned(),
        since: None,
        until: None,
    });
    let pact = Alliance {
        name: "Pact".to_owned(),
        members: members.into(),
    };
    World::new([], vec![pact])
}

/// Asks for the pages in turn, each reader beginning at another, until the time is over.
fn read(
    address: SocketAddr,
    pages: &[(&'static str, String)],
    reader: usize,
    until: Instant,
) -> Result<Vec<Answered>, Failure> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut answers = BufReader::new(stream);
    let mut answered = Vec::new();
    for (kind, page) in pages.iter().cycle().skip(reader * 37 % pages.len()) {
        let begin = Instant::now();
        if begin > until {
            break;
        }
        writer.write_all(format!("GET {page} HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes())?;
        let bytes = answer(&mut answers).map_err(|error| format!("{page}: {error}"))?;
        answered.push(Answered {
            kind,
            took: begin.elapsed(),
            bytes,
        });
    }
    Ok(answered)
}

/// Reads one answer; the length of its body.
fn answer(stream: &mut impl BufRead) -> Result<usize, Failure> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    if !line.starts_with("HTTP/1.1 200") {
        return Err(line.into());
    }
    let mut length = 0;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        match line.trim_end().split_once(": ") {
            None => break,
            Some(("content-length", text)) => length = text.parse()?,
            Some(_) => {}
        }
    }
    std::io::copy(&mut stream.take(length), &mut std::io::sink())?;
    Ok(usize::try_from(length)?)
}

/// Every kind of page, with several of those that there are many of.
fn pages(register: &Register) -> Vec<(&'static str, String)> {
    let mut pages: Vec<(&str, String)> = [
        ("first page", "/"),
        ("transfers", "/transfers"),
        (
            "transfers, narrowed",
            "/transfers?supplier=FRA&supplier=USA&stage=delivered&from=2001&sort=-delivered",
        ),
        ("events", "/events"),
        ("figures", "/figures"),
        ("timeline", "/timeline"),
        ("timeline, one state", "/timeline?state=FRA&from=2010&to=2012"),
        ("flows", "/flows"),
        ("flows, narrowed", "/flows?from=2001&to=2010"),
        ("articles", "/articles"),
        ("origins", "/origins"),
        ("state", "/states/FRA"),
        ("pair", "/pairs/FRA/IND"),
        ("search", "/search?q=missiles+peru"),
        ("search", "/search?q=%22committee+571%22"),
        ("search, narrowed", "/search?q=missiles+france&year=2001&kind=transfers"),
        ("search in quotes", "/search?q=M-123&in=quotes"),
        ("review", "/review"),
        ("decisions", "/decisions"),
        ("about", "/about"),
    ]
    .map(|(kind, page)| (kind, page.to_owned()))
    .into();
    for (at, row) in register.rows.iter().step_by(register.rows.len() / 5 + 1).enumerate() {
        let (kind, list) = match row.kind {
            Kind::Transfer => ("record", "transfers"),
            Kind::Event => ("record", "events"),
            Kind::Figure => ("record", "figures"),
        };
        pages.push((kind, format!("/{list}/{}", row.id)));
        if let Some(origin) = register.origins.get(at * 101) {
            pages.push(("origin", format!("/origins/{}", origin.id)));
            pages.extend(
                origin
                    .articles
                    .first()
                    .map(|article| ("article", format!("/articles/{article}"))),
            );
        }
    }
    pages
}

fn report(answers: &[Answered], seconds: u64) {
    let mut kinds: BTreeMap<&str, Vec<&Answered>> = BTreeMap::new();
    for answer in answers {
        kinds.entry(answer.kind).or_default().push(answer);
    }
    println!(
        "{:<22} {:>7} {:>10} {:>10} {:>10}",
        "page", "answers", "median ms", "p99 ms", "largest kB"
    );
    for (kind, answers) in kinds {
        line(kind, &answers);
    }
    line("all", &answers.iter().collect::<Vec<_>>());
    println!("{} answers a second", answers.len() as u64 / seconds.max(1));
}

fn line(kind: &str, answers: &[&Answered]) {
    let mut times: Vec<f64> = answers
        .iter()
        .map(|answer| answer.took.as_secs_f64() * 1000.0)
        .collect();
    times.sort_by(f64::total_cmp);
    let at = |part: f64| {
        times
            .get(((times.len() as f64 * part) as usize).min(times.len() - 1))
            .copied()
            .unwrap_or(0.0)
    };
    let largest = answers.iter().map(|answer| answer.bytes).max().unwrap_or(0);
    println!(
        "{kind:<22} {:>7} {:>10.1} {:>10.1} {:>10.1}",
        answers.len(),
        at(0.5),
        at(0.99),
        largest as f64 / 1000.0
    );
}
