//! How surely, and in what time, is a claim made?

use serde::{Deserialize, Serialize};

use crate::words::word_list;

word_list! {
    /// Does the sentence say that it is so, or that it is not?
    Polarity ("polarity") { Affirmed = "affirmed", Denied = "denied" }
}

word_list! {
    /// How sure is the one who says it? Ordered from the surest down.
    Certainty ("certainty") { Asserted = "asserted", Likely = "likely", Possible = "possible" }
}

word_list! {
    /// When is it said to be: behind us, going on, meant to come, or only supposed?
    Tense ("time") { Past = "past", Ongoing = "ongoing", Planned = "planned", Hypothetical = "hypothetical" }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stance {
    pub polarity: Polarity,
    pub certainty: Certainty,
    pub time: Tense,
}

impl Stance {
    /// Affirmed, asserted, past: what a plain sentence in the past tense says.
    pub const PLAIN: Stance = Stance {
        polarity: Polarity::Affirmed,
        certainty: Certainty::Asserted,
        time: Tense::Past,
    };

    pub fn is_hedged(self) -> bool {
        self.certainty != Certainty::Asserted
    }
}
