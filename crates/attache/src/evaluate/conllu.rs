//! What does a treebank say, and which of its words are which of ours?
//!
//! Words are compared as in the CoNLL 2018 shared task: by their characters in the text without white space, so that another division into
//! words costs only the words concerned.

use std::collections::HashMap;
use std::ops::Range;

use anyhow::{Context, Result, bail};
use attache_model::Span;

/// One word: what both gold and prediction have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// First character and one past the last, counted over the whole text without white space.
    pub characters: (usize, usize),
    /// Universal tag in capitals.
    pub tag: String,
    /// The head among the words of the whole text; `None` for a root.
    pub head: Option<usize>,
    /// Without its subtype.
    pub relation: String,
}

/// One treebank file as running text with its words.
#[derive(Debug, Default)]
pub struct Treebank {
    pub text: String,
    /// Paragraphs; a file that marks none has one for each document.
    pub paragraphs: Vec<Span>,
    pub words: Vec<Word>,
    /// The form of each word.
    pub forms: Vec<String>,
    /// Which words each sentence has.
    pub members: Vec<Range<usize>>,
    /// First and last character of each sentence, as in [`Word::characters`].
    pub sentences: Vec<(usize, usize)>,
    /// Characters other than white space so far.
    characters: usize,
}

/// A line of ten columns.
struct Row<'a> {
    id: &'a str,
    form: &'a str,
    tag: &'a str,
    head: usize,
    relation: &'a str,
    glued: bool,
}

impl Treebank {
    pub fn parse(conllu: &str) -> Result<Treebank> {
        let mut bank = Treebank::default();
        let mut begins_paragraph = true;
        for block in conllu.split("\n\n") {
            let mut rows = Vec::new();
            for line in block.lines() {
                if line.starts_with("# newpar") || line.starts_with("# newdoc") {
                    begins_paragraph = true;
                } else if !line.starts_with('#') && !line.is_empty() {
                    rows.push(Row::parse(line)?);
                }
            }
            if !rows.is_empty() {
                bank.add(&rows, begins_paragraph)?;
                begins_paragraph = false;
            }
        }
        Ok(bank)
    }

    fn add(&mut self, rows: &[Row<'_>], begins_paragraph: bool) -> Result<()> {
        if begins_paragraph {
            // A blank line parts paragraphs in the text too.
            self.text.truncate(self.text.trim_end().len());
            self.text.push_str(if self.text.is_empty() { "" } else { "\n\n" });
            self.paragraphs.push(Span::new(self.text.len(), self.text.len()));
        }
        let first_word = self.words.len();
        let first_character = self.characters;
        // Words of the surface token that is running: it ends behind this id.
        let mut covered = 0usize;
        for (at, row) in rows.iter().enumerate() {
            if let Some((from, to)) = row.id.split_once('-') {
                let (from, to): (usize, usize) = (from.parse()?, to.parse()?);
                let parts: Vec<&Row<'_>> = rows[at + 1..]
                    .iter()
                    .filter(|part| !part.id.contains('.'))
                    .take(to + 1 - from)
                    .collect();
                let spans = split_surface(row.form, &parts.iter().map(|part| part.form).collect::<Vec<_>>());
                for (part, (begin, end)) in parts.iter().zip(spans) {
                    self.word(part, (self.characters + begin, self.characters + end), first_word)?;
                }
                self.surface(row);
                covered = to;
            } else if !row.id.contains('.') && row.id.parse::<usize>()? > covered {
                let length = count(row.form);
                self.word(row, (self.characters, self.characters + length), first_word)?;
                self.surface(row);
            }
        }
        self.sentences.push((first_character, self.characters));
        self.members.push(first_word..self.words.len());
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.end = self.text.trim_end().len();
        }
        Ok(())
    }

    fn word(&mut self, row: &Row<'_>, characters: (usize, usize), first_word: usize) -> Result<()> {
        let head = if row.head == 0 {
            None
        } else {
            Some(first_word + row.head - 1)
        };
        if row.id.parse::<usize>()? != self.words.len() - first_word + 1 {
            bail!("word {} is out of order", row.id);
        }
        self.forms.push(row.form.to_owned());
        self.words.push(Word {
            characters,
            tag: row.tag.to_owned(),
            head,
            relation: base(row.relation).to_owned(),
        });
        Ok(())
    }

    fn surface(&mut self, row: &Row<'_>) {
        self.text.push_str(row.form);
        self.text.push_str(if row.glued { "" } else { " " });
        self.characters += count(row.form);
    }
}

impl Row<'_> {
    fn parse(line: &str) -> Result<Row<'_>> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, _, tag, _, _, head, relation, _, misc] = columns[..] else {
            bail!("expected ten columns in: {line}");
        };
        let head = if head == "_" {
            0
        } else {
            head.parse().with_context(|| format!("head `{head}` in: {line}"))?
        };
        Ok(Row {
            id,
            form,
            tag,
            head,
            relation,
            glued: misc.split('|').any(|entry| entry == "SpaceAfter=No"),
        })
    }
}

/// The relation without its subtype.
pub fn base(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

fn count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// Where the parts of a contraction stand in it: one behind the other where they add up to it, else each at the whole.
fn split_surface(surface: &str, parts: &[&str]) -> Vec<(usize, usize)> {
    let whole = count(surface);
    if parts.iter().map(|part| count(part)).sum::<usize>() != whole {
        return vec![(0, whole); parts.len()];
    }
    let mut at = 0;
    parts
        .iter()
        .map(|part| {
            let begin = at;
            at += count(part);
            (begin, at)
        })
        .collect()
}

/// Turns byte offsets into counts of characters other than white space.
pub struct Characters {
    /// For every byte offset, the number of such characters before it.
    before: Vec<usize>,
}

impl Characters {
    pub fn of(text: &str) -> Characters {
        let mut before = Vec::with_capacity(text.len() + 1);
        let mut seen = 0;
        for c in text.chars() {
            before.extend(std::iter::repeat_n(seen, c.len_utf8()));
            seen += usize::from(!c.is_whitespace());
        }
        before.push(seen);
        Characters { before }
    }

    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.before[span.start], self.before[span.end])
    }
}

/// Right words, tags and trees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    pub gold: usize,
    pub predicted: usize,
    pub words: usize,
    pub tags: usize,
    pub heads: usize,
    pub relations: usize,
}

impl Scores {
    pub fn of(gold: &[Word], predicted: &[Word]) -> Scores {
        let partner = align(gold, predicted);
        let mut scores = Scores {
            gold: gold.len(),
            predicted: predicted.len(),
            ..Scores::default()
        };
        for (at, word) in gold.iter().enumerate() {
            let Some(other) = partner[at].map(|other| &predicted[other]) else {
                continue;
            };
            scores.words += 1;
            scores.tags += usize::from(word.tag == other.tag);
            let head = word.head.map(|head| partner[head]);
            let same_head = match (head, other.head) {
                (None, None) => true,
                (Some(Some(head)), Some(other)) => head == other,
                _ => false,
            };
            scores.heads += usize::from(same_head);
            scores.relations += usize::from(same_head && word.relation == other.relation);
        }
        scores
    }

    pub fn f1(&self, right: usize) -> f64 {
        super::figures::share(2 * right, self.gold + self.predicted)
    }
}

/// For each gold word the predicted word with the same characters.
pub fn align(gold: &[Word], predicted: &[Word]) -> Vec<Option<usize>> {
    let mut places: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for (at, word) in predicted.iter().enumerate().rev() {
        places.entry(word.characters).or_default().push(at);
    }
    // Several gold words may share the place of a contraction; each predicted word is used once.
    gold.iter()
        .map(|word| places.get_mut(&word.characters).and_then(Vec::pop))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "# newdoc\n# text = Don't go. It left.\n\
        1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tDo\tdo\tAUX\t_\t_\t3\taux\t_\t_\n2\tn't\tnot\tPART\t_\t_\t3\tadvmod:neg\t_\t_\n\
        3\tgo\tgo\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n\
        1\tIt\tit\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\tleft\tleave\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n";

    #[test]
    fn a_treebank_is_text_with_words() {
        let bank = Treebank::parse(TWO).unwrap();
        assert_eq!(bank.text.trim_end(), "Don't go. It left.");
        assert_eq!(bank.paragraphs, [Span::new(0, 18)]);
        assert_eq!(bank.sentences, [(0, 8), (8, 15)]);
        let places: Vec<(usize, usize)> = bank.words.iter().map(|word| word.characters).collect();
        assert_eq!(places, [(0, 2), (2, 5), (5, 7), (7, 8), (8, 10), (10, 14), (14, 15)]);
        assert_eq!(bank.words[1].relation, "advmod");
        assert_eq!((bank.words[4].head, bank.words[5].head), (Some(5), None));
    }

    #[test]
    fn another_division_costs_only_the_words_concerned() {
        let gold = Treebank::parse(TWO).unwrap().words;
        assert_eq!(
            Scores::of(&gold, &gold),
            Scores {
                gold: 7,
                predicted: 7,
                words: 7,
                tags: 7,
                heads: 7,
                relations: 7
            }
        );
        let mut other = gold.clone();
        // "go." as one word, and a wrong tag, head and relation elsewhere.
        other[2].characters = (5, 8);
        other.remove(3);
        for word in &mut other {
            word.head = word.head.map(|head| if head > 3 { head - 1 } else { head });
        }
        other[4].tag = "AUX".to_owned();
        other[5].relation = "dep".to_owned();
        let scores = Scores::of(&gold, &other);
        assert_eq!((scores.gold, scores.predicted, scores.words), (7, 6, 5));
        assert_eq!(
            (scores.tags, scores.heads, scores.relations),
            (4, 3, 2),
            "the words under `go` have lost their head"
        );
        assert!((scores.f1(scores.words) - 10.0 / 13.0).abs() < 1e-9);
    }

    #[test]
    fn characters_leave_out_white_space() {
        let characters = Characters::of("a é\u{a0}b");
        assert_eq!(characters.span(Span::new(2, 4)), (1, 2));
        assert_eq!(characters.span(Span::new(0, 7)), (0, 3));
    }
}
