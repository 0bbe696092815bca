//! Which files are read, which are refused, and with what words?

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use attache_exchange::{Form, Input, InputError, Limits, article, inputs};

/// A folder of its own for each test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_folder_is_read_through_in_order() {
    let folder = Folder::new("in-order");
    folder.write("b.txt", "two");
    folder.write("a/z.html", "<p>one</p>");
    folder.write("a/gold.toml", "x = 1");
    folder.write("a/.hidden.txt", "no");
    folder.write("c.html.gz", gzip(b"<p>three</p>"));
    folder.write("d.jsonl", "{\"text\": \"four\"}\n\n{\"text\": \"five\"}\n");
    folder.write("e", "six");
    folder.write("f", b"\x7fELF\x02\x01\x01\0\0\0\0\0");
    let mut reading = inputs(std::slice::from_ref(&folder.0));
    let found: Vec<Input> = reading.by_ref().map(Result::unwrap).collect();
    let names: Vec<String> = found
        .iter()
        .map(|input| input.path.replace(&*folder.0.to_string_lossy(), ""))
        .collect();
    assert_eq!(
        names,
        ["/a/z.html", "/b.txt", "/c.html.gz", "/d.jsonl:1", "/d.jsonl:3", "/e"]
    );
    assert_eq!(found[2].bytes, b"<p>three</p>");
    assert_eq!(found[3].form, Form::JsonLine);
    let skipped: Vec<_> = reading
        .skipped()
        .by_reason
        .iter()
        .map(|(reason, count)| format!("{reason} {count}"))
        .collect();
    assert_eq!(skipped, [".toml 1", "hidden 1", "no extension, not text 1"]);
    assert_eq!(reading.skipped().count(), 3);
}

#[test]
fn errors_stand_among_the_inputs_and_reading_goes_on() {
    let folder = Folder::new("errors");
    let good = folder.write("good.txt", "Kenya signed a contract.");
    let missing = folder.0.join("missing.txt");
    let long = folder.write("long.txt", "x".repeat(300));
    let broken = folder.write(
        "broken.html.gz",
        &gzip(b"<p>some text that is cut off in the middle</p>")[..20],
    );
    let bomb = folder.write("bomb.txt.gz", gzip(&vec![b'x'; 10_000]));
    let lines = folder.write(
        "lines.jsonl",
        format!("{{\"text\": \"{}\"}}\n{{\"text\": \"ok\"}}\n", "y".repeat(500)),
    );
    let paths = [missing, long, broken, bomb, lines, good];
    let limits = Limits {
        article: 200,
        line: 100,
    };
    let found: Vec<_> = inputs(&paths).with_limits(limits).collect();
    let shown: Vec<&str> = found
        .iter()
        .map(|item| match item {
            Ok(_) => "read",
            Err(InputError::Missing { .. }) => "missing",
            Err(InputError::TooLarge { .. }) => "too large",
            Err(InputError::Damaged { .. }) => "damaged",
            Err(InputError::LineTooLong { line: 1, .. }) => "line 1 too long",
            Err(other) => panic!("{other}"),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "missing",
            "too large",
            "damaged",
            "too large",
            "line 1 too long",
            "read",
            "read"
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_link_back_is_told_and_not_followed() {
    let folder = Folder::new("loop");
    folder.write("a/one.txt", "one");
    std::os::unix::fs::symlink(&folder.0, folder.0.join("a/up")).unwrap();
    let found: Vec<_> = inputs(std::slice::from_ref(&folder.0)).collect();
    assert_eq!(found.len(), 2);
    assert!(found[0].is_ok());
    assert!(matches!(&found[1], Err(InputError::Loop { .. })));
}

#[test]
fn what_is_no_article_is_refused_with_a_hint() {
    let check = |bytes: &[u8], form: Form, message: &str| {
        let error = article(&Input {
            form,
            ..Input::new("file", bytes)
        })
        .unwrap_err();
        assert_eq!(error.path(), "file");
        assert_eq!(error.to_string(), message);
    };
    check(
        b" \n",
        Form::Text,
        "file: is empty; expected the text or the HTML of an article\nhint: fetch it again, or delete it",
    );
    check(
        b"%PDF-1.7 ...",
        Form::Unknown,
        "file: found a PDF at byte 0; expected text or HTML\nhint: convert it to text first (pdftotext, unzip, …), or leave it out",
    );
    check(
        b"ab\x01\x02\x03\x04\x05\x06 c",
        Form::Text,
        "file: found control bytes (no text) at byte 2; expected text or HTML\nhint: convert it to text first (pdftotext, unzip, …), or leave it out",
    );
    check(
        b"{\"titel\": \"x\"}",
        Form::JsonLine,
        "file: found no text under `text`, `body`, `content` or `html`, only the keys titel; expected a JSON object such as {\"title\": \"…\", \"text\": \"…\", \"date\": \"2024-06-14\"}\nhint: the text goes under `text`, `body`, `content` or `html`",
    );
    assert!(matches!(
        article(&Input {
            form: Form::JsonLine,
            ..Input::new("file", "[1]")
        }),
        Err(InputError::BadLine { .. })
    ));
    assert!(matches!(
        article(&Input {
            form: Form::JsonLine,
            ..Input::new("file", "{")
        }),
        Err(InputError::BadLine { .. })
    ));
}

#[test]
fn characters_are_decoded_by_mark_by_form_by_word_or_by_guess() {
    let text = |bytes: &[u8]| article(&Input::new("file", bytes)).unwrap().0.text;
    assert_eq!(text("\u{feff}Želva".as_bytes()), "Želva");
    assert_eq!(text(b"\xff\xfeK\0e\0n\0y\0a\0"), "Kenya");
    assert_eq!(text("Želva".as_bytes()), "Želva");
    let page = b"<html><head><meta charset=\"iso-8859-2\"><title>\xaeelva t\xf8i \xe8ty\xf8i</title></head><body></body></html>";
    assert_eq!(text(page), "Želva tři čtyři");
    assert_eq!(
        text(b"The caf\xe9 in Orl\xe9ans was closed, the mayor\x92s office said."),
        "The café in Orléans was closed, the mayor’s office said."
    );
    let (read, doubts) = article(&Input::new("file", b"Kenya signed\0 a contract with Turkey on Thursday for eight patrol boats, the ministry said. It was signed in Nairobi.")).unwrap();
    assert!(!read.text.contains('\0'));
    assert!(doubts.iter().any(|doubt| doubt.what.contains("NUL")));
}
