//! How is a thing named so that the same thing always has the same name?
//!
//! Ids are content hashes (BLAKE3, 64 bits, hexadecimal): adding the same bytes twice gives the same id, on any machine, in any order.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id of what `parts` say; the parts are kept apart, so `["ab", "c"]` and `["a", "bc"]` differ.
            pub fn of<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> $name {
                $name(hash(parts))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id! {
    /// Names an article by the bytes it was read from.
    ArticleId
}
id! {
    /// Names a claim by its article, its quotes and what it says.
    ClaimId
}
id! {
    /// Names an origin by the reporting it stands for.
    OriginId
}
id! {
    /// Names a decision by what it says, who says it, why and when.
    DecisionId
}
id! {
    /// Names a record by the parties and the arms it is about.
    RecordId
}

fn hash<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        let bytes = part.as_ref();
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    let mut hex = hasher.finalize().to_hex().to_string();
    hex.truncate(16);
    hex
}
