//! Why is there no such page, and what can be done about it?

use attache_store::StoreError;

/// Why an address has no answer. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("there is no page at {path}\nhint: start from the first page, or search")]
    NoPage { path: String },

    #[error("{what} has no {format} form\nhint: leave the ending away, or take .json, which every page has")]
    NoForm { what: &'static str, format: &'static str },

    #[error("{name}={found} is not understood; expected {expected}\nhint: leave {name} away to see everything")]
    NotUnderstood {
        name: &'static str,
        found: String,
        expected: &'static str,
    },

    #[error("this list has changed since the page before was read\nhint: start again from its first page")]
    LostPlace,

    #[error(
        "the form came without its token, or from another site\nhint: load the page again and send the form from there"
    )]
    ForeignForm,

    #[error(
        "this reading room answers to the names of its own machine only\nhint: open it as http://localhost with the port it told"
    )]
    StrangeHost,

    #[error(
        "this reading room asks for a password\nhint: the user name is attache, the password the one it was started with"
    )]
    NoPassword,

    #[error("this reading room is read-only\nhint: it was started with --read-only, or is a published copy")]
    ReadOnly,

    #[error("{what} is too large: at most {limit}\nhint: add large piles with `attache add PATH...`")]
    TooLarge { what: String, limit: String },

    #[error("{0}")]
    NotDone(String),

    #[error("too many are reading at this moment\nhint: try again in a few seconds")]
    Crowded,

    #[error("as many articles wait to be read as may\nhint: send these again when some of the others are done")]
    Busy,

    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Fault {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Fault::NoPage { .. } | Fault::NoForm { .. } => 404,
            Fault::Store(StoreError::Unknown { .. } | StoreError::Missing { .. }) => 404,
            Fault::Store(StoreError::NoWords { .. } | StoreError::Ambiguous { .. }) => 400,
            Fault::NotUnderstood { .. } => 400,
            Fault::LostPlace => 410,
            Fault::NoPassword => 401,
            Fault::StrangeHost => 421,
            Fault::ForeignForm | Fault::ReadOnly => 403,
            Fault::TooLarge { .. } => 413,
            Fault::NotDone(_) => 422,
            Fault::Crowded | Fault::Busy | Fault::Store(StoreError::Busy { .. }) => 503,
            Fault::Store(_) => 500,
        }
    }

    /// What is wrong, and what to try. No path of the machine is told to a browser.
    pub fn told(&self) -> (String, Option<String>) {
        let text = match self {
            Fault::Store(StoreError::Unknown { what, id, .. }) => {
                format!(
                    "there is no {what} {id} in this archive\nhint: it may have been merged into another; search for it"
                )
            }
            Fault::Store(StoreError::Ambiguous {
                what, id, candidates, ..
            }) => {
                format!(
                    "{what} {id} could be any of {}\nhint: give more digits of the one you mean",
                    candidates.join(", ")
                )
            }
            Fault::Store(StoreError::NoWords { .. }) => {
                "a search needs at least one word\nhint: type a name, a weapon or a \"phrase\"".to_owned()
            }
            Fault::Store(StoreError::Busy { .. }) => {
                "the archive is being written to\nhint: try again in a few seconds".to_owned()
            }
            Fault::Store(_) => {
                "the archive could not be read\nhint: `attache doctor` says what is wrong with it".to_owned()
            }
            other => other.to_string(),
        };
        match text.split_once("\nhint:") {
            Some((wrong, hint)) => (wrong.to_owned(), Some(hint.trim().to_owned())),
            None => (text, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_machine_is_not_told() {
        let fault = Fault::Store(StoreError::Missing {
            path: "/home/somebody/secret.db".into(),
        });
        let (wrong, hint) = fault.told();
        assert!(!format!("{wrong} {hint:?}").contains("secret"));
        assert_eq!(fault.status(), 404);
    }
}
