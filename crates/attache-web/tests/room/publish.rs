//! Is the published site whole, and nothing but pages?

use std::collections::BTreeMap;

use attache_web::Fault;

use crate::open;

/// The error of a writer that never fails.
#[derive(Debug)]
#[expect(dead_code, reason = "told by unwrap")]
struct Unmade(Fault);

impl From<Fault> for Unmade {
    fn from(fault: Fault) -> Unmade {
        Unmade(fault)
    }
}

#[test]
fn every_link_of_every_file_leads_to_a_file() {
    let opened = open(None, None);
    let mut files = BTreeMap::new();
    let written = opened.room.publish(|file| -> Result<(), Unmade> {
        let twice = files.insert(file.name.clone(), file.bytes);
        assert!(twice.is_none(), "{} is written twice", file.name);
        Ok(())
    });
    assert_eq!(written.unwrap(), files.len());
    assert!(files.contains_key("index.html") && files.contains_key("transfers.csv"));
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(!page.contains("=\"/"), "{name} has an absolute link");
        assert!(!page.contains("<form"), "{name} has a form");
        for part in page.split("href=\"").skip(1) {
            let link = part.split(['"', '#']).next().unwrap();
            if link.is_empty() || link.starts_with("http") {
                continue;
            }
            let depth = name.matches('/').count();
            let target = link.strip_prefix(&"../".repeat(depth)).unwrap_or("outside");
            assert!(files.contains_key(target), "{name} leads to {link}");
        }
    }
}
