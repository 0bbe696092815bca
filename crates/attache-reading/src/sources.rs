//! Who or what is it that a word names as a source?
//!
//! Outlets and agencies by the vocabulary, officials and experts by their noun, persons by what an earlier sentence called them.

use attache_language::{Label, Tag};
use attache_model::{Source, SourceKind, Span};

use crate::carrier::is_same_outlet;
use crate::scene::Scene;
use crate::vocabulary::NameKind;

/// Behind an official stands what they are of.
const OF_AN_OFFICE: &[&str] = &["of", "for", "in", "at", "from", "with"];

impl Scene<'_> {
    /// Who or what stands at `token`, found to vouch for a claim.
    pub fn source_at(&self, line: usize, token: usize) -> Option<Source> {
        let source = self.outlet(line, token).or_else(|| self.source(line, token))?;
        (!self.is_own_outlet(&source)).then_some(source)
    }

    /// "(Meridian)" in the dateline of the Meridian News Service's own report cites nobody.
    pub fn is_own_outlet(&self, source: &Source) -> bool {
        is_same_outlet(&source.name, self.article, self.vocabulary)
    }

    /// The outlet or agency that `token` names.
    pub fn outlet(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        // "Ministry of Foreign Affairs" has nothing to do with the magazine.
        let inside = |span: Span| {
            let names = &self.lines[line].sentence.names;
            names
                .iter()
                .any(|name| name.span.contains(span) && name.span.start < span.start)
        };
        let named = self
            .mention(line, token)
            .filter(|mention| !inside(mention.span))
            .and_then(|mention| {
                let outlet = mention
                    .meanings
                    .iter()
                    .find(|meaning| meaning.kind == NameKind::Outlet)?;
                let outlet = &self.vocabulary.outlets[outlet.index];
                let kind = if outlet.kind == "agency" {
                    SourceKind::Agency
                } else {
                    SourceKind::Outlet
                };
                Some(Source {
                    name: outlet.name.clone(),
                    kind,
                    span: Some(mention.span),
                    parallel: false,
                })
            });
        named.or_else(|| {
            // An outlet that no table knows: "the newspaper El Faro", "state news agency BELTA".
            let kind_of = |token: usize| {
                let lemma = tree.lemma(token).to_lowercase();
                // A space agency is no news agency.
                let news = tree.children(token).any(|child| {
                    matches!(
                        tree.lemma(child).to_lowercase().as_str(),
                        "news" | "press" | "wire" | "information"
                    )
                });
                if lemma == "agency" && !news {
                    return None;
                }
                self.source_noun(&lemma)
            };
            let noun = std::iter::once(token)
                .chain(
                    tree.children(token)
                        .filter(|&child| matches!(tree.base(child), "compound" | "appos" | "flat" | "nmod")),
                )
                .find_map(|token| kind_of(token).filter(|kind| kind.is_outlet()))?;
            let name = self.name_at(line, token)?;
            Some(Source {
                name: name.0,
                kind: noun,
                span: Some(name.1),
                parallel: false,
            })
        })
    }

    /// The name the model reads at `token` or in its apposition.
    fn name_at(&self, line: usize, token: usize) -> Option<(String, Span)> {
        let tree = self.tree(line);
        let sentence = self.lines[line].sentence;
        std::iter::once(token)
            .chain(
                tree.children(token)
                    .filter(|&child| matches!(tree.base(child), "appos" | "flat" | "compound")),
            )
            .find_map(|token| {
                let name = sentence.names.iter().find(|name| {
                    name.tokens.contains(&token) && matches!(name.label, Label::Organisation | Label::Person)
                })?;
                Some((self.article.slice(name.span).to_owned(), name.span))
            })
    }

    pub fn source(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        let sentence = self.lines[line].sentence;
        // An office right before a name, however the tree puts them together: "Defence Minister Boris Pistorius".
        let office_before_name = tree.tag(token) != Tag::Pron
            && !sentence
                .names
                .iter()
                .any(|name| name.tokens.contains(&token) && name.label == Label::Person)
            && sentence
                .names
                .iter()
                .any(|name| name.label == Label::Person && name.tokens.start == token + 1);
        let token = if office_before_name { token + 1 } else { token };
        let lemma = tree.lemma(token).to_lowercase();
        if tree.tag(token) == Tag::Pron && !matches!(lemma.as_str(), "who" | "which" | "that") {
            return self.pronoun_source(line, token);
        }
        let person = sentence.names.iter().find(|name| {
            name.label == Label::Person
                && (name.tokens.contains(&token)
                    || tree
                        .children(token)
                        .any(|child| matches!(tree.base(child), "appos" | "flat") && name.tokens.contains(&child)))
        });
        let noun_kind = |token: usize| self.source_noun(tree.lemma(token));
        let mut around = std::iter::once(token).chain(
            tree.children(token)
                .filter(|&child| matches!(tree.base(child), "compound" | "appos" | "flat" | "nmod" | "amod")),
        );
        let kind = around.find_map(noun_kind);
        if let Some(name) = person {
            let full = self.full_name(line, name.span);
            let leader = self
                .mention(line, token)
                .is_some_and(|mention| mention.meanings.iter().any(|meaning| meaning.kind == NameKind::Leader));
            let kind = match kind {
                Some(SourceKind::Expert) => SourceKind::Expert,
                // "Senior official Jane Roe" has a name.
                Some(SourceKind::Official | SourceKind::Unnamed) => SourceKind::Official,
                _ if leader => SourceKind::Official,
                _ => self.person_kind(line, name.span).unwrap_or(SourceKind::Person),
            };
            return Some(Source {
                name: full,
                kind,
                span: Some(name.span),
                parallel: false,
            });
        }
        let (first, last) = tree.phrase(token);
        let span = sentence.tokens[first].span.cover(sentence.tokens[last].span);
        if let Some(mention) = self.mention(line, token) {
            let speaks = mention.meanings.iter().any(|meaning| {
                matches!(
                    meaning.kind,
                    NameKind::State
                        | NameKind::Seat
                        | NameKind::Leader
                        | NameKind::Company
                        | NameKind::Group
                        | NameKind::Organisation
                        | NameKind::Demonym
                )
            });
            if speaks {
                let institute = mention.meanings.iter().any(|meaning| {
                    meaning.kind == NameKind::Organisation
                        && self.vocabulary.organisations[meaning.index].kind == "institute"
                });
                let kind = kind.filter(|kind| *kind != SourceKind::Person).unwrap_or(if institute {
                    SourceKind::Expert
                } else {
                    SourceKind::Official
                });
                return Some(Source {
                    name: self.article.slice(span).to_owned(),
                    kind,
                    span: Some(span),
                    parallel: false,
                });
            }
        }
        let organisation = sentence
            .names
            .iter()
            .any(|name| name.tokens.contains(&token) && matches!(name.label, Label::Organisation | Label::Unit));
        if !organisation && let Some(known) = self.office_holder(line, token) {
            return Some(known);
        }
        let kind = kind.or(organisation.then_some(SourceKind::Official))?;
        let span = match kind {
            SourceKind::Document => self.document(line, token).unwrap_or(span),
            SourceKind::Outlet | SourceKind::Agency => span,
            _ => self
                .with_office(line, token, last)
                .map_or(span, |office| span.cover(office)),
        };
        Some(Source {
            name: self
                .of_whom(line, token)
                .unwrap_or_else(|| self.article.slice(span).to_owned()),
            kind,
            span: Some(span),
            parallel: false,
        })
    }

    /// "A spokesman for the Ministry of External Affairs", "two officials in the palace": what follows at once and says of what they are.
    fn with_office(&self, line: usize, token: usize, last: usize) -> Option<Span> {
        let tree = self.tree(line);
        let tokens = &self.lines[line].sentence.tokens;
        let mut end = last;
        let mut open = vec![token];
        while let Some(noun) = open.pop() {
            let follows = |child: &usize| {
                let of_it = tree
                    .preposition(*child)
                    .is_some_and(|word| OF_AN_OFFICE.contains(&word.as_str()));
                let first = tree.sentence.subtree(*child).0;
                tree.base(*child) == "nmod" && of_it && first == end + 1 && !self.is_dated(line, *child)
            };
            if let Some(office) = tree.children(noun).find(follows) {
                end = tree.phrase(office).1;
                open.push(office);
            }
        }
        (end > last).then(|| tokens[end].span)
    }

    fn is_dated(&self, line: usize, token: usize) -> bool {
        let mut names = self.lines[line].sentence.names.iter();
        names.any(|name| name.label == Label::Date && name.tokens.contains(&token))
    }

    /// "His spokesman" is Guterres's: of the person named last before.
    fn of_whom(&self, line: usize, token: usize) -> Option<String> {
        let tree = self.tree(line);
        let tokens = &self.lines[line].sentence.tokens;
        let (first, last) = tree.phrase(token);
        let his = tree.relation(first) == "nmod:poss" && matches!(tree.lemma(first), "his" | "her" | "he" | "she");
        if !his || tree.head(first) != Some(token) {
            return None;
        }
        let end = tokens[first].span.start;
        let mut before = self.lines[line.saturating_sub(1)..=line]
            .iter()
            .flat_map(|line| &line.sentence.names);
        let person = before.rfind(|name| name.label == Label::Person && name.span.end <= end)?;
        let surname = self.article.slice(person.span).rsplit(' ').next()?;
        let rest = tokens.get(first + 1)?.span.cover(tokens[last].span);
        Some(format!("{surname}'s {}", self.article.slice(rest)))
    }

    /// What kind of source a common noun names.
    pub fn source_noun(&self, lemma: &str) -> Option<SourceKind> {
        let lemma = lemma.to_lowercase();
        let mut rows = self.vocabulary.source_nouns.iter();
        rows.find(|row| row.noun == lemma).map(|row| row.kind)
    }

    /// "A report by UN experts": a document with its authors; "the 376-page report" is the one that was named with them before.
    fn document(&self, line: usize, token: usize) -> Option<Span> {
        let with_authors = |line: usize, token: usize| {
            let tree = self.tree(line);
            let tokens = &self.lines[line].sentence.tokens;
            let author = tree.children(token).find(|&child| {
                let by = tree.preposition(child).as_deref() == Some("by");
                child > token && tree.base(child) == "nmod" && by && !self.is_dated(line, child)
            })?;
            let (first, last) = (tree.phrase(token).0, tree.phrase(author).1);
            Some(tokens[first].span.cover(tokens[last].span))
        };
        let tree = self.tree(line);
        let lemma = tree.lemma(token);
        let definite = tree
            .child(token, "det")
            .is_some_and(|det| tree.lemma(det).eq_ignore_ascii_case("the"));
        let before = || {
            (0..line).rev().find_map(|earlier| {
                let tree = self.tree(earlier);
                (0..tree.len())
                    .filter(|&other| tree.lemma(other).eq_ignore_ascii_case(lemma))
                    .find_map(|other| with_authors(earlier, other))
            })
        };
        // "The same document": the one that was named last, whatever it was called.
        let same = tree
            .children(token)
            .any(|child| tree.lemma(child).eq_ignore_ascii_case("same"));
        let named = || {
            (line.saturating_sub(4)..line).rev().find_map(|earlier| {
                let tree = self.tree(earlier);
                let is = |other: &usize| {
                    tree.tag(*other) == Tag::Noun && self.source_noun(tree.lemma(*other)) == Some(SourceKind::Document)
                };
                let other = (0..tree.len()).rfind(is)?;
                let tokens = &self.lines[earlier].sentence.tokens;
                let (first, last) = tree.phrase(other);
                Some(tokens[first].span.cover(tokens[last].span))
            })
        };
        with_authors(line, token)
            .or_else(|| same.then(named).flatten())
            .or_else(|| definite.then(before).flatten())
    }

    /// "The minister said": the person whom the article named with that office last.
    fn office_holder(&self, line: usize, token: usize) -> Option<Source> {
        let tree = self.tree(line);
        let lemma = tree.lemma(token).to_lowercase();
        let definite = tree
            .child(token, "det")
            .is_some_and(|det| tree.lemma(det).eq_ignore_ascii_case("the"));
        let singular = tree.form(token).to_lowercase() == lemma;
        if !definite
            || !singular
            || self
                .vocabulary
                .office(&lemma)
                .is_none_or(|office| office.office == "body")
        {
            return None;
        }
        (0..line).rev().find_map(|earlier| {
            let tokens = &self.lines[earlier].sentence.tokens;
            let name = self.lines[earlier].sentence.names.iter().find(|name| {
                let near = name.tokens.start.saturating_sub(5)..(name.tokens.end + 6).min(tokens.len());
                name.label == Label::Person
                    && near
                        .into_iter()
                        .any(|token| tokens[token].lemma.to_lowercase() == lemma)
            })?;
            Some(Source {
                name: self.full_name(earlier, name.span),
                kind: SourceKind::Official,
                span: Some(name.span),
                parallel: false,
            })
        })
    }

    /// "Lukashenko" is "Alexander Lukashenko" when the article has said so.
    pub fn full_name(&self, line: usize, span: Span) -> String {
        let short = self.article.slice(span);
        let last = short.rsplit(' ').next().unwrap_or(short);
        (0..=line)
            .flat_map(|line| self.lines[line].sentence.names.iter())
            .filter(|name| name.label == Label::Person)
            .map(|name| self.article.slice(name.span))
            .find(|full| full.len() > short.len() && full.rsplit(' ').next() == Some(last))
            .unwrap_or(short)
            .to_owned()
    }

    /// What the article called the person when it first named them.
    pub fn person_kind(&self, line: usize, span: Span) -> Option<SourceKind> {
        let last = self.article.slice(span).rsplit(' ').next()?;
        (0..=line).find_map(|line| {
            let sentence = self.lines[line].sentence;
            let name = sentence
                .names
                .iter()
                .find(|name| name.label == Label::Person && self.article.slice(name.span).ends_with(last))?;
            let tree = self.tree(line);
            let near = name.tokens.start.saturating_sub(6)..(name.tokens.end + 8).min(tree.len());
            near.filter(|token| !name.tokens.contains(token)).find_map(|token| {
                let lemma = tree.lemma(token).to_lowercase();
                let row = self.vocabulary.source_nouns.iter().find(|row| row.noun == lemma)?;
                match row.kind {
                    SourceKind::Official | SourceKind::Unnamed => Some(SourceKind::Official),
                    SourceKind::Expert => Some(SourceKind::Expert),
                    _ => None,
                }
            })
        })
    }
}
