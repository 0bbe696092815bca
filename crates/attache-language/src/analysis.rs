//! What does an analysed sentence hold?

use attache_model::{EventType, Measure, Span, Tense};

/// One sentence of the text with its tokens, tree and names.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub span: Span,
    pub tokens: Vec<Token>,
    /// In the order of the text, never overlapping.
    pub names: Vec<Name>,
    /// Words that seem to tell events, in the order of the text.
    pub acts: Vec<Act>,
    /// Words of numbers that seem to count something of such an event, a force or a state, in the order of the text.
    pub counts: Vec<Count>,
}

/// A word of a number that seems to count or measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    pub token: usize,
    /// The likeliest measure.
    pub measure: Measure,
    /// How likely it is that measure, 0 to 1.
    pub chance: f32,
    /// How likely the word counts anything.
    pub any: f32,
    /// The words that name what is counted.
    pub subject: Vec<usize>,
}

/// A word that seems to tell an event between states.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    pub token: usize,
    /// The likeliest type.
    pub kind: EventType,
    /// How likely the word tells an event of that type, 0 to 1.
    pub chance: f32,
    /// How likely it tells one of any type.
    pub any: f32,
    /// The words that name who acts, and who is acted on.
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    pub time: Tense,
    /// It did not or will not happen.
    pub denied: bool,
}

/// One syntactic word of Universal Dependencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it stands; the parts of a contraction ("don't") have adjoining spans.
    pub span: Span,
    /// Dictionary form, lower case except for names.
    pub lemma: String,
    pub tag: Tag,
    /// Index of the token it depends on; `None` for the root.
    pub head: Option<usize>,
    /// The Universal Dependencies relation to the head with its subtype: `nsubj`, `nsubj:pass`, `obl:agent`, `root`.
    pub relation: &'static str,
}

impl Token {
    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    pub fn base_relation(&self) -> &'static str {
        self.relation.split(':').next().unwrap_or(self.relation)
    }
}

/// Universal part-of-speech tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

/// A name that the model found.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub label: Label,
    pub span: Span,
    /// First token and one past the last.
    pub tokens: std::ops::Range<usize>,
}

/// What a name names; `training/labelled/README.md` defines each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    State,
    Nationality,
    Person,
    Organisation,
    Place,
    Facility,
    Weapon,
    Unit,
    Event,
    Date,
    Quantity,
    Money,
    Percent,
}

impl Sentence {
    /// Indices of the tokens that depend on `head`, in the order of the text.
    pub fn dependents(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.tokens
            .iter()
            .enumerate()
            .filter(move |(_, token)| token.head == Some(head))
            .map(|(index, _)| index)
    }

    /// The first and last token of the subtree under `head`, both inclusive.
    pub fn subtree(&self, head: usize) -> (usize, usize) {
        let (mut first, mut last) = (head, head);
        for index in 0..self.tokens.len() {
            if self.is_under(index, head) {
                first = first.min(index);
                last = last.max(index);
            }
        }
        (first, last)
    }

    /// Is `index` the token `ancestor` itself or somewhere below it?
    pub fn is_under(&self, index: usize, ancestor: usize) -> bool {
        let mut at = Some(index);
        for _ in 0..=self.tokens.len() {
            match at {
                Some(here) if here == ancestor => return true,
                Some(here) => at = self.tokens[here].head,
                None => return false,
            }
        }
        false
    }

    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|token| token.head.is_none())
    }
}

impl Tag {
    /// Reads the tag as Universal Dependencies writes it: `NOUN`.
    pub(crate) fn from_name(name: &str) -> Option<Tag> {
        Some(match name {
            "ADJ" => Tag::Adj,
            "ADP" => Tag::Adp,
            "ADV" => Tag::Adv,
            "AUX" => Tag::Aux,
            "CCONJ" => Tag::Cconj,
            "DET" => Tag::Det,
            "INTJ" => Tag::Intj,
            "NOUN" => Tag::Noun,
            "NUM" => Tag::Num,
            "PART" => Tag::Part,
            "PRON" => Tag::Pron,
            "PROPN" => Tag::Propn,
            "PUNCT" => Tag::Punct,
            "SCONJ" => Tag::Sconj,
            "SYM" => Tag::Sym,
            "VERB" => Tag::Verb,
            "X" => Tag::X,
            _ => return None,
        })
    }
}

impl Label {
    /// Reads the label as training/labelled writes it: `weapon`.
    pub(crate) fn from_name(name: &str) -> Option<Label> {
        Some(match name {
            "state" => Label::State,
            "nationality" => Label::Nationality,
            "person" => Label::Person,
            "organisation" => Label::Organisation,
            "place" => Label::Place,
            "facility" => Label::Facility,
            "weapon" => Label::Weapon,
            "unit" => Label::Unit,
            "event" => Label::Event,
            "date" => Label::Date,
            "quantity" => Label::Quantity,
            "money" => Label::Money,
            "percent" => Label::Percent,
            _ => return None,
        })
    }
}
