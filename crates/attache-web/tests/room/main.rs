//! Do the pages answer their questions, in every form, and let nothing harmful through?

mod desk;
mod docs;
mod hostile;
mod http;
mod pages;
mod publish;
mod sample;

use std::sync::Arc;

use attache_store::Archive;
use attache_web::{Desk, Reply, Room, Settings};
use sample::Sample;

/// A room over the sample, in a folder of its own.
pub struct Opened {
    pub room: Arc<Room>,
    pub sample: Sample,
    _folder: tempfile::TempDir,
}

pub const TOKEN: &str = "0123456789abcdef";

pub fn open(desk: Option<Arc<dyn Desk>>, password: Option<&str>) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.db");
    let mut archive = Archive::open(&path).unwrap();
    let sample = sample::fill(&mut archive);
    let room = Room::open(Settings {
        archive: path,
        world: sample::world(),
        desk,
        form_token: TOKEN.to_owned(),
        password: password.map(str::to_owned),
    })
    .unwrap();
    Opened {
        room: Arc::new(room),
        sample,
        _folder: folder,
    }
}

impl Opened {
    pub fn read(&self, address: &str) -> Reply {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        self.room.read(path, query)
    }

    /// The text of a page that must be there.
    pub fn text(&self, address: &str) -> String {
        let reply = self.read(address);
        let text = String::from_utf8(reply.bytes).unwrap();
        assert_eq!(reply.status, 200, "{address}: {text}");
        text
    }

    pub fn json(&self, address: &str) -> serde_json::Value {
        serde_json::from_str(&self.text(address)).unwrap()
    }

    /// Every page, with its variable parts filled in.
    pub fn addresses(&self) -> Vec<String> {
        let Sample {
            article,
            transfer,
            assault,
            figure,
            origin,
            ..
        } = &self.sample;
        // Jobs and what writes need a desk; they have tests of their own.
        let filled = attache_web::ROUTES
            .iter()
            .filter(|route| !route.path.starts_with("/add"))
            .map(|route| match route.path {
                "/transfers/{id}" => format!("/transfers/{transfer}"),
                "/events/{id}" => format!("/events/{assault}"),
                "/figures/{id}" => format!("/figures/{figure}"),
                "/articles/{id}" => format!("/articles/{article}"),
                "/origins/{id}" => format!("/origins/{origin}"),
                "/states/{party}" => "/states/AZE".to_owned(),
                "/pairs/{a}/{b}" => "/pairs/BLR/AZE".to_owned(),
                plain => {
                    assert!(!plain.contains('{'), "no sample for {plain}");
                    plain.to_owned()
                }
            });
        filled.collect()
    }
}
