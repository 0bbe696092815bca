//! What value do digits or number words give, with currency signs before and magnitudes behind?

use attache_model::Bound;

use super::money::{currency_behind, sign_before};
use crate::scan::{Kind, Scan, below_hundred, magnitude};

/// A value as far as its own words go.
#[derive(Clone, Debug)]
pub struct Amount {
    pub value: f64,
    /// First atom, and one past the last.
    pub first: usize,
    pub next: usize,
    pub currency: Option<String>,
    /// What the word itself bounds: "dozens" are at least 12.
    pub bound: Option<Bound>,
    /// Has a magnitude of its own: "2.4bn".
    pub scale: f64,
    /// One run of digits, no separator, no magnitude.
    pub plain: bool,
    /// Digits glued to `m`, which may be metres: "300m".
    pub maybe_metres: bool,
}

/// Can a number begin with this word?
pub fn may_begin(word: &str) -> bool {
    below_hundred(word).is_some()
        || magnitude(word.trim_end_matches('s')).is_some()
        || matches!(word, "tens" | "scores" | "couple" | "pair" | "trio" | "half" | "score")
}

/// Reads the amount that begins at `at`, currency included.
pub fn read(scan: &Scan<'_>, at: usize) -> Option<Amount> {
    let sign = sign_before(scan, at);
    let (currency, first) = sign.map_or((None, at), |(currency, next)| (Some(currency), next));
    let mut amount = match scan.atoms.get(first)?.kind {
        Kind::Digits => in_digits(scan, first, currency.is_some())?,
        Kind::Word => in_words(scan, first)?,
        Kind::Mark => return None,
    };
    amount.first = at;
    amount.currency = currency;
    if amount.currency.is_none()
        && let Some((currency, next)) = currency_behind(scan, amount.next)
    {
        amount.currency = Some(currency);
        amount.next = next;
    }
    Some(amount)
}

/// The second half of a range with a dash: its digits stand where digits otherwise belong to a designation.
pub fn read_after_dash(scan: &Scan<'_>, at: usize) -> Option<Amount> {
    if scan.digits(at).is_none() {
        return read(scan, at);
    }
    let mut amount = digits_and_scale(scan, at)?;
    if let Some((currency, next)) = currency_behind(scan, amount.next) {
        amount.currency = Some(currency);
        amount.next = next;
    }
    Some(amount)
}

/// Lends a range's lower end the magnitude and currency of the upper: "2–3 billion dollars". `None` if the two are no range.
pub fn share(mut low: Amount, mut high: Amount) -> Option<(Amount, Amount)> {
    if low.scale == 1.0 && high.scale > 1.0 && low.value <= high.value / high.scale {
        low.value *= high.scale;
        low.scale = high.scale;
    }
    if low.currency.is_some() && high.currency.is_none() {
        high.currency.clone_from(&low.currency);
    }
    if low.currency.is_none() {
        low.currency.clone_from(&high.currency);
    }
    (low.value < high.value && low.currency == high.currency && low.bound.is_none() && high.bound.is_none())
        .then_some((low, high))
}

fn in_digits(scan: &Scan<'_>, at: usize, money: bool) -> Option<Amount> {
    if !money && is_inside_designation(scan, at) {
        return None;
    }
    let amount = digits_and_scale(scan, at)?;
    let next = amount.next;
    // 10:30, 12/09, 9M729, 19th, 1990s, 4x4, 1.2.3: what touches the digits must be a unit, and units are checked later.
    let touching =
        scan.is_glued(next) && (scan.digits(next).is_some() || scan.is_mark(next, ":/_#@") && scan.is_glued(next + 1));
    let dotted =
        scan.is_mark(next, ".") && scan.is_glued(next) && scan.is_glued(next + 1) && scan.digits(next + 1).is_some();
    (!touching && !dotted).then_some(amount)
}

fn digits_and_scale(scan: &Scan<'_>, at: usize) -> Option<Amount> {
    let digits = scan.number_in_digits(at)?;
    let mut amount = Amount {
        value: digits.value,
        first: at,
        next: digits.next,
        currency: None,
        bound: None,
        scale: 1.0,
        plain: digits.plain,
        maybe_metres: false,
    };
    let suffix = scan.atoms.get(digits.next).filter(|atom| atom.kind == Kind::Word);
    let alone = !(scan.is_glued(digits.next + 1)
        && (scan.digits(digits.next + 1).is_some()
            || scan.is_mark(digits.next + 1, "-") && scan.digits(digits.next + 2).is_some()));
    let letter = suffix.filter(|_| alone).and_then(|atom| short_magnitude(atom.text));
    let before_sign = at.checked_sub(1).is_some_and(|before| scan.is_mark(before, "$€£¥₹₽"));
    if let Some(scale) = letter.filter(|_| scan.is_glued(digits.next) || before_sign) {
        amount.maybe_metres = matches!(suffix.map(|atom| atom.text), Some("m"));
        amount.scale = scale;
        amount.next += 1;
    } else {
        let (scale, next) = scan.scaled(1.0, digits.next);
        amount.scale = scale;
        amount.next = next;
    }
    if amount.scale > 1.0 {
        amount.value *= amount.scale;
        amount.plain = false;
    }
    Some(amount)
}

fn short_magnitude(suffix: &str) -> Option<f64> {
    Some(match suffix {
        "k" | "K" => 1e3,
        "m" | "M" | "mn" | "MN" | "mln" => 1e6,
        "b" | "B" | "bn" | "BN" | "Bn" | "bln" => 1e9,
        "tn" | "trn" | "TN" => 1e12,
        _ => return None,
    })
}

/// Do the digits at `at` belong to something written before them without a space, or to a word that numbers things?
fn is_inside_designation(scan: &Scan<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return scan.is_glued(at);
    };
    if scan.is_glued(at) {
        let joined = scan.is_glued(before) || at == 1;
        return match scan.atoms.get(before).map(|atom| atom.kind) {
            Some(Kind::Word | Kind::Digits) => true,
            _ => scan.is_mark(before, "-–‑_/:.@#&'’°") && (joined || scan.is_mark(before, "-.'’#")),
        };
    }
    const NUMBERED: &[&str] = &[
        "no",
        "nos",
        "article",
        "resolution",
        "flight",
        "type",
        "block",
        "mk",
        "mark",
        "project",
        "chapter",
        "section",
        "phase",
        "level",
        "tier",
        "route",
        "highway",
        "boeing",
        "airbus",
        "page",
        "pages",
        "aged",
        "age",
        "number",
        "protocol",
        "decree",
        "unit",
        "channel",
        "class",
        "annex",
        "figure",
        "table",
        "version",
        "model",
        "series",
        "step",
        "room",
        "pier",
        "berth",
        "hangar",
        "gate",
        "bill",
        "act",
        "law",
    ];
    let numbering = if scan.is_mark(before, ".") {
        scan.word_before(before)
    } else {
        scan.word(before)
    };
    let word = if scan.is_mark(before, ".") {
        before.checked_sub(1).unwrap_or(before)
    } else {
        before
    };
    let needs_capital = !matches!(numbering, "page" | "pages" | "aged" | "age" | "no" | "number");
    NUMBERED.contains(&numbering)
        && (scan.is_capital(word) || !needs_capital)
        && !(numbering == "no" && !scan.is_capital(word) && word == before)
}

fn in_words(scan: &Scan<'_>, at: usize) -> Option<Amount> {
    let make = |value: f64, next: usize, bound: Option<Bound>| Amount {
        value,
        first: at,
        next,
        currency: None,
        bound,
        scale: 1.0,
        plain: false,
        maybe_metres: false,
    };
    let joined_before = at
        .checked_sub(1)
        .is_some_and(|before| scan.is_mark(before, "-‐‑") && scan.is_glued(before))
        && scan.is_glued(at);
    if joined_before {
        return None;
    }
    if let Some((value, next)) = indefinite(scan, at) {
        return Some(make(value, next, Some(Bound::AtLeast)));
    }
    if let Some((value, next)) = few(scan, at) {
        return Some(make(value, next, None));
    }
    let (value, next) = scan.cardinal(at)?;
    let (scaled, next) = scan.scaled(value, next);
    let mut amount = make(scaled, next, None);
    // The last magnitude is what a range shares: "two to three million".
    amount.scale = next
        .checked_sub(1)
        .and_then(|last| magnitude(scan.word(last)))
        .filter(|scale| *scale >= 1000.0)
        .unwrap_or(1.0);
    Some(amount)
}

/// "dozens", "hundreds", "tens of thousands": at least one of the unit, as event coders count them (ACLED's codebook); "several hundred": at least two.
fn indefinite(scan: &Scan<'_>, at: usize) -> Option<(f64, usize)> {
    if let Some(next) = scan.any_phrase(at, &["several", "a few", "many"]) {
        return magnitude(scan.word(next)).map(|scale| (2.0 * scale, next + 1));
    }
    let scale = match scan.word(at) {
        "tens" => 10.0,
        "dozens" => 12.0,
        "scores" => 20.0,
        "hundreds" => 100.0,
        "thousands" => 1e3,
        "millions" => 1e6,
        "billions" => 1e9,
        "trillions" => 1e12,
        _ => return None,
    };
    if scan.word(at + 1) == "of" {
        let inner = match scan.word(at + 2) {
            "thousands" => 1e3,
            "millions" => 1e6,
            "billions" => 1e9,
            "trillions" => 1e12,
            _ => 1.0,
        };
        if inner > 1.0 {
            return Some((scale * inner, at + 3));
        }
    } else if matches!(scan.word(at), "tens" | "scores") {
        // "scores" alone is a verb or a result.
        return None;
    }
    (scan.word(at) != "tens").then_some((scale, at + 1))
}

/// "a couple of", "a pair of", "a trio of", "a score of".
fn few(scan: &Scan<'_>, at: usize) -> Option<(f64, usize)> {
    let noun = if matches!(scan.word(at), "a" | "the") {
        at + 1
    } else {
        at
    };
    let value = match scan.word(noun) {
        "couple" | "pair" => 2.0,
        "trio" => 3.0,
        "score" if noun > at => 20.0,
        _ => return None,
    };
    (scan.word(noun + 1) == "of").then_some((value, noun + 1))
}

impl Amount {
    /// The value without its magnitude: `300` of "300m".
    pub fn unscaled(mut self) -> Amount {
        self.value /= self.scale;
        self.scale = 1.0;
        self
    }

    /// Is the bare number a count rather than a year, an ordinal, a clock time, a fraction, an age, a pronoun?
    pub fn counts(&self, scan: &Scan<'_>, at: usize, next: usize, bounded: bool) -> bool {
        let after = scan.word(next);
        let glued_word = scan.is_glued(next) && !after.is_empty();
        if glued_word || matches!(after, "am" | "pm" | "gmt" | "utc" | "hrs" | "o") {
            return false;
        }
        if matches!(after, "a" | "p") && scan.is_mark(next + 1, ".") && scan.word(next + 2) == "m" {
            return false;
        }
        // Telephone numbers and clock times begin with a zero; numbers do not.
        if scan
            .digits(self.first)
            .is_some_and(|digits| digits.len() > 1 && digits.starts_with('0'))
        {
            return false;
        }
        let behind_hyphen = scan.hyphen(next);
        let fraction = scan.word(behind_hyphen.unwrap_or(next));
        const ORDINALS: &[&str] = &[
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        ];
        if behind_hyphen.is_some() && ORDINALS.contains(&fraction) {
            return false;
        }
        if matches!(
            fraction,
            "thirds" | "third" | "quarters" | "quarter" | "fifths" | "fifth" | "tenths" | "tenth" | "half" | "halves"
        ) && self.value < 20.0
        {
            return false;
        }
        if behind_hyphen.is_some_and(|word| scan.digits(word).is_some()) {
            return false;
        }
        if self.plain && self.is_year(scan, next, bounded) {
            return false;
        }
        let before = at.checked_sub(1);
        let between_commas =
            before.is_some_and(|before| scan.is_mark(before, ",") && before > 0 && scan.is_capital(before - 1));
        if self.plain && between_commas && (10.0..110.0).contains(&self.value) && scan.is_mark(next, ",") {
            return false;
        }
        self.value != 1.0 || scan.digits(self.first).is_some() || is_counting_one(scan, self.first, next)
    }

    fn is_year(&self, scan: &Scan<'_>, next: usize, bounded: bool) -> bool {
        let four = scan.digits(self.first).is_some_and(|digits| digits.len() == 4);
        let round = self.value % 50.0 == 0.0;
        four && (1900.0..2100.0).contains(&self.value) && !bounded && !(round && scan.is_plural_noun(next))
    }
}

/// "one tank" counts, "no one", "one of the largest", "one another", "one-way" do not.
fn is_counting_one(scan: &Scan<'_>, at: usize, next: usize) -> bool {
    if scan.word(at) != "one" {
        return true;
    }
    if matches!(
        scan.word_before(at),
        "no" | "any" | "every" | "this" | "that" | "the" | "which" | "each" | "another" | "only"
    ) {
        return false;
    }
    match scan.word(next) {
        "" | "another" | "can" | "could" | "must" | "should" | "would" | "may" | "might" | "day" | "that" | "who"
        | "which" | "is" | "was" | "s" | "thing" | "and" | "in" | "for" | "to" | "on" | "by" | "with" | "as" | "at"
        | "from" | "has" | "had" | "said" => false,
        "of" => matches!(
            scan.word(next + 1),
            "its" | "their" | "his" | "her" | "those" | "these" | "our"
        ),
        _ => true,
    }
}
