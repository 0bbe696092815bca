//! How does the reading room become a folder of files that opens from disk and from any web host?
//!
//! Beginning at the first page, every page that another leads to is written once, with its data beside it; links are made relative. What a file cannot
//! answer (filters, forms, search) is left out of published pages, and a link that asks a list a question leads to the whole list.

use std::collections::{BTreeSet, VecDeque};

use crate::address::{Query, segments};
use crate::answer::Format;
use crate::assets::ASSETS;
use crate::fault::Fault;
use crate::room::Room;

/// What a published page may be asked: where a list goes on, and for which years.
const KEPT: [&str; 4] = ["cursor", "part", "from", "to"];

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative, with `/` between folders; every part of it is made of letters, digits, `-`, `_`, `~` and `.`.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Room {
    /// Hands over every file of the published site, one at a time.
    ///
    /// # Errors
    /// That of `write`; a [`Fault`] when a page that another leads to cannot be made.
    pub fn publish<E: From<Fault>>(&self, mut write: impl FnMut(File) -> Result<(), E>) -> Result<usize, E> {
        let mut written = 0;
        for (name, _, text) in ASSETS {
            write(File {
                name: format!("assets/{name}"),
                bytes: text.as_bytes().to_vec(),
            })?;
            written += 1;
        }
        let mut known = BTreeSet::from(["/".to_owned()]);
        let mut open = VecDeque::from(["/".to_owned()]);
        while let Some(address) = open.pop_front() {
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            let reply = self.published(path, query);
            if reply.status != 200 {
                return Err(Fault::NotDone(format!("{address} could not be written: status {}", reply.status)).into());
            }
            let name = file_name(&address);
            let bytes = match Format::of(path).1 {
                Format::Json | Format::Csv => reply.bytes,
                Format::Html => {
                    let page = String::from_utf8_lossy(&reply.bytes);
                    let depth = name.matches('/').count();
                    let mut follow = |link: String| {
                        if known.insert(link.clone()) {
                            open.push_back(link);
                        }
                    };
                    relative(&page, depth, &mut follow).into_bytes()
                }
            };
            write(File { name, bytes })?;
            written += 1;
        }
        Ok(written)
    }
}

/// The page with every link of the room made relative; `follow` hears of each page that is led to.
///
/// Text of articles cannot be taken for a link: its quotation marks are escaped.
fn relative(page: &str, depth: usize, follow: &mut impl FnMut(String)) -> String {
    let up = "../".repeat(depth);
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((at, opens)) = ["href=\"/", "src=\"/"]
        .into_iter()
        .filter_map(|opens| Some((rest.find(opens)?, opens)))
        .min()
    {
        let (before, link) = rest.split_at(at + opens.len() - 1);
        let (link, after) = link.split_once('"').unwrap_or((link, ""));
        out.push_str(before);
        out.push_str(&up);
        let (address, anchor) = link.split_once('#').unwrap_or((link, ""));
        match address.strip_prefix("/assets/") {
            Some(asset) => out.push_str(&format!("assets/{asset}")),
            None => {
                let address = kept(&address.replace("&amp;", "&"));
                out.push_str(&file_name(&address));
                follow(address);
            }
        }
        if !anchor.is_empty() {
            out.push('#');
            out.push_str(anchor);
        }
        out.push('"');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The address with that of its query which a file can answer.
fn kept(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let asked = Query::parse(query);
    let kept = asked.pairs().filter(|(key, _)| KEPT.contains(key));
    kept.fold(Query::default(), |query, (key, value)| query.and(key, value))
        .at(path)
}

/// The file in which the page at an address is.
fn file_name(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (path, format) = Format::of(path);
    let mut name: Vec<String> = segments(path)
        .unwrap_or_default()
        .iter()
        .map(|part| safe(part))
        .collect();
    if name.is_empty() {
        name.push("index".to_owned());
    }
    let asked: String = Query::parse(query)
        .pairs()
        .map(|(key, value)| format!("~{key}-{}", safe(value)))
        .collect();
    let ending = match format {
        Format::Html => "html",
        Format::Json => "json",
        Format::Csv => "csv",
    };
    format!("{}{asked}.{ending}", name.join("/"))
}

/// A part of an address as a name that every file system and web host takes; what had to change is told apart by a hash.
fn safe(part: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if part.chars().all(plain) && part.len() <= 60 {
        return part.to_owned();
    }
    let kept: String = part.chars().take(40).map(|c| if plain(c) { c } else { '_' }).collect();
    format!("{kept}-{}", &blake3::hash(part.as_bytes()).to_hex()[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_files() {
        let check = |address: &str, file: &str| assert_eq!(file_name(&kept(address)), file, "{address}");
        check("/", "index.html");
        check("/index.json", "index.json");
        check("/transfers", "transfers.html");
        check("/transfers.csv", "transfers.csv");
        check("/transfers?supplier=BLR", "transfers.html");
        check(
            "/timeline?state=BLR&from=2018&to=2020",
            "timeline~from-2018~to-2020.html",
        );
        check("/articles?cursor=ab12", "articles~cursor-ab12.html");
        check("/pairs/BLR/AZE", "pairs/BLR/AZE.html");
    }

    #[test]
    fn no_name_leaves_the_folder() {
        for name in ["../../etc/passwd", "..", "a\\b", "C:", "a\0b"] {
            let file = file_name(&format!("/states/{}", crate::address::segment(name)));
            let parts: Vec<&str> = file.split('/').collect();
            assert_eq!(parts.len(), 2, "{file}");
            assert!(!file.contains("..") && !file.contains(['\\', ':', '\0']), "{file}");
        }
    }

    #[test]
    fn links_are_made_relative_and_followed() {
        let mut followed = Vec::new();
        let page = r#"<a href="/articles/ab?part=2&amp;q=x#claim-1">href=&quot;/x</a><script src="/assets/room.js"></script><a href="https://example.org/">"#;
        let out = relative(page, 1, &mut |link| followed.push(link));
        assert_eq!(
            out,
            r#"<a href="../articles/ab~part-2.html#claim-1">href=&quot;/x</a><script src="../assets/room.js"></script><a href="https://example.org/">"#
        );
        assert_eq!(followed, ["/articles/ab?part=2"]);
    }
}
