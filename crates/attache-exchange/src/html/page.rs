//! What blocks of text does the page show, in reading order, and where do they stand?

use attache_model::Link;
use serde_json::Value;

use super::marks::{Marks, is_block, is_void, look, marks};
use super::stream::{self, Piece};

/// A page as a row of blocks, with what its head says.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub blocks: Vec<PageBlock>,
    /// `<title>`.
    pub title: String,
    /// `<meta>`: name, property or itemprop in lower case, and content.
    pub metas: Vec<(String, String)>,
    pub json_ld: Vec<Value>,
    pub canonical: Option<String>,
    /// `datetime` of `<time>`, with the index of the block it stands in.
    pub times: Vec<(usize, String)>,
}

/// A paragraph, heading, list item, cell or caption.
#[derive(Clone, Debug)]
pub(super) struct PageBlock {
    /// White space collapsed.
    pub text: String,
    pub tag: Tag,
    pub marks: Marks,
    /// The number of the element that holds it; blocks of one column have the same.
    pub container: u32,
    /// The tags and classes of that element and the one around it: columns that are cut in pieces have the same.
    pub look: u64,
    /// The number of its own element.
    pub element: u32,
    /// Bytes of its text that are links.
    pub linked: usize,
    pub links: Vec<Link>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Paragraph,
    /// 1 to 6.
    Heading(u8),
    Item,
    Caption,
    Quote,
    Other,
}

struct Element<'a> {
    tag: &'a str,
    marks: Marks,
    number: u32,
    /// Blocks of text directly within.
    texts: u32,
    /// Tag and class, as a number.
    look: u64,
    /// Its text is not shown.
    silent: bool,
}

/// More levels than this are not told apart.
const MAX_DEPTH: usize = 512;

struct Builder<'a> {
    page: Page,
    open: Vec<Element<'a>>,
    /// Elements opened beyond [`MAX_DEPTH`].
    beyond: usize,
    elements: u32,
    text: String,
    linked: usize,
    links: Vec<Link>,
    /// The address of the open link, and where its text begins.
    link: Option<(String, usize)>,
    /// The last thing was a `<br>`.
    broken: bool,
    in_title: bool,
}

pub(super) fn read(html: &str) -> Page {
    let mut builder = Builder {
        page: Page::default(),
        open: Vec::new(),
        beyond: 0,
        elements: 0,
        text: String::new(),
        linked: 0,
        links: Vec::new(),
        link: None,
        broken: false,
        in_title: false,
    };
    for piece in stream::pieces(html) {
        match piece {
            Piece::Open { tag, attributes, empty } => builder.start(tag, attributes, empty),
            Piece::Close { tag } => builder.end(tag),
            Piece::Text(text) => builder.text(text),
            Piece::Script { attributes, content } => builder.script(attributes, content),
        }
    }
    builder.flush();
    builder.page
}

impl<'a> Builder<'a> {
    fn start(&mut self, tag: &'a str, attributes: &'a str, empty: bool) {
        let name = tag.to_ascii_lowercase();
        match name.as_str() {
            "meta" => return self.meta(attributes),
            "link" => {
                if stream::attribute(attributes, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                    self.page.canonical = stream::attribute(attributes, "href");
                }
                return;
            }
            "title" => {
                // Pictures have titles too; the page's is the first.
                self.in_title = self.page.title.is_empty();
                return;
            }
            "br" => return self.line_break(),
            "hr" => return self.flush(),
            "a" => self.link = stream::attribute(attributes, "href").map(|href| (href, self.text.len())),
            "time" => {
                if let Some(when) = stream::attribute(attributes, "datetime") {
                    self.page.times.push((self.page.blocks.len(), when));
                }
            }
            _ => {}
        }
        if is_void(&name) {
            return;
        }
        if is_block(&name) {
            self.flush();
            self.close_implied(&name);
        }
        if empty && !is_block(&name) {
            return;
        }
        if self.open.len() >= MAX_DEPTH {
            self.beyond += 1;
            return;
        }
        self.elements = self.elements.saturating_add(1);
        let marks = self.marks().join(marks(&name, attributes));
        let silent = self.open.last().is_some_and(|outer| outer.silent)
            || matches!(
                name.as_str(),
                "button"
                    | "select"
                    | "option"
                    | "noscript"
                    | "style"
                    | "script"
                    | "template"
                    | "svg"
                    | "iframe"
                    | "textarea"
                    | "head"
                    | "label"
                    | "datalist"
                    | "object"
                    | "audio"
                    | "video"
                    | "map"
            );
        let look = look(&name, attributes);
        self.open.push(Element {
            tag,
            marks,
            number: self.elements,
            texts: 0,
            look,
            silent,
        });
    }

    /// `<p>` ends at the next block, `<li>` at the next `<li>`, and so on.
    fn close_implied(&mut self, name: &str) {
        let closes: &[&str] = match name {
            "li" => &["li", "p"],
            "td" | "th" => &["td", "th", "p"],
            "tr" => &["tr", "td", "th", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "body" => &["head"],
            _ => &["p"],
        };
        while self
            .open
            .last()
            .is_some_and(|last| closes.iter().any(|tag| last.tag.eq_ignore_ascii_case(tag)))
        {
            self.open.pop();
        }
    }

    fn end(&mut self, tag: &str) {
        if tag.eq_ignore_ascii_case("title") {
            self.in_title = false;
            return;
        }
        if tag.eq_ignore_ascii_case("a") {
            self.end_link();
        }
        if is_block(&tag.to_ascii_lowercase()) {
            self.flush();
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if let Some(at) = self
            .open
            .iter()
            .rposition(|element| element.tag.eq_ignore_ascii_case(tag))
        {
            // An inline end tag does not close the blocks around it.
            let crosses = self
                .open
                .iter()
                .skip(at + 1)
                .any(|inner| is_block(&inner.tag.to_ascii_lowercase()));
            if !crosses || is_block(&tag.to_ascii_lowercase()) {
                self.open.truncate(at);
            }
        }
    }

    fn marks(&self) -> Marks {
        self.open.last().map(|element| element.marks).unwrap_or_default()
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.page.title = collapse(&stream::decode(text));
            self.in_title = false;
            return;
        }
        if self.open.last().is_some_and(|element| element.silent) {
            return;
        }
        for (index, word) in stream::decode(text).split(char::is_whitespace).enumerate() {
            if index > 0 && !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
            if !word.is_empty() {
                self.broken = false;
                self.text.extend(
                    word.chars()
                        .filter(|c| !matches!(c, '\0' | '\u{ad}' | '\u{200b}' | '\u{feff}')),
                );
            }
        }
    }

    /// Two line breaks, or one at the end of a sentence or outside a paragraph, end the block.
    fn line_break(&mut self) {
        let sentence = self.text.trim_end().ends_with(['.', '!', '?', '”', '"', ':']);
        let in_paragraph = self
            .open
            .iter()
            .rev()
            .take(4)
            .any(|element| matches!(element.tag.to_ascii_lowercase().as_str(), "p" | "h1" | "h2" | "h3"));
        if self.broken || sentence || !in_paragraph {
            self.flush();
        } else if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        self.broken = true;
    }

    fn end_link(&mut self) {
        if let Some((url, from)) = self.link.take() {
            let text = self.text.get(from..).unwrap_or_default().trim();
            self.linked += text.len();
            if !text.is_empty() && !url.starts_with(['#']) && !url.starts_with("javascript:") && self.links.len() < 200
            {
                self.links.push(Link {
                    url,
                    text: text.to_owned(),
                });
            }
        }
    }

    fn flush(&mut self) {
        let open_link = self.link.is_some();
        let again = self.link.clone();
        self.end_link();
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let links = std::mem::take(&mut self.links);
        if open_link {
            self.link = again.map(|(url, _)| (url, 0));
        }
        self.broken = false;
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let inner = self
            .open
            .iter()
            .rposition(|element| is_block(&element.tag.to_ascii_lowercase()));
        let name = inner
            .and_then(|at| self.open.get(at))
            .map(|element| element.tag.to_ascii_lowercase())
            .unwrap_or_default();
        let own = matches!(
            name.as_str(),
            "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" | "blockquote" | "dd" | "dt"
        );
        // A `<div>` that holds one text is a paragraph, and its column is the element around it. That it holds one is
        // known when the second comes: then the first is moved.
        let single = name == "div"
            && inner
                .and_then(|at| self.open.get(at))
                .is_some_and(|element| element.texts == 0);
        if let Some(element) = inner.and_then(|at| self.open.get_mut(at)) {
            element.texts = element.texts.saturating_add(1);
            if element.texts == 2
                && let Some(first) = self
                    .page
                    .blocks
                    .iter_mut()
                    .rev()
                    .take(50)
                    .find(|block| block.element == element.number)
            {
                first.container = element.number;
                first.look = element.look;
            }
        }
        let holder = if own || single {
            inner.and_then(|at| at.checked_sub(1))
        } else {
            inner
        };
        let within = |tag: &str| self.open.iter().any(|element| element.tag.eq_ignore_ascii_case(tag));
        let tag = match name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                Tag::Heading(name.as_bytes().get(1).map_or(6, |digit| digit.saturating_sub(b'0')))
            }
            _ if within("figcaption") => Tag::Caption,
            "p" if within("li") => Tag::Item,
            "p" if within("blockquote") => Tag::Quote,
            "p" => Tag::Paragraph,
            "li" | "dd" | "dt" => Tag::Item,
            "blockquote" => Tag::Quote,
            _ => Tag::Other,
        };
        let number = |at: Option<usize>| at.and_then(|at| self.open.get(at)).map_or(0, |element| element.number);
        let look = |at: Option<usize>| at.and_then(|at| self.open.get(at)).map_or(0, |element| element.look);
        let outer = look(holder.and_then(|at| at.checked_sub(1)));
        let block = PageBlock {
            text: text.to_owned(),
            tag,
            marks: self.marks(),
            container: number(holder),
            look: look(holder).rotate_left(7) ^ outer,
            element: number(inner),
            linked: linked.min(text.len()),
            links,
        };
        self.page.blocks.push(block);
    }

    fn meta(&mut self, attributes: &str) {
        let name = ["property", "name", "itemprop"]
            .iter()
            .find_map(|key| stream::attribute(attributes, key));
        if let (Some(name), Some(content)) = (name, stream::attribute(attributes, "content"))
            && self.page.metas.len() < 500
        {
            self.page.metas.push((name.to_lowercase(), content));
        }
    }

    fn script(&mut self, attributes: &str, content: &str) {
        let kind = stream::attribute(attributes, "type").unwrap_or_default();
        if kind.to_ascii_lowercase().contains("ld+json") && content.len() < 1 << 20 {
            let content = content.trim().trim_start_matches("<!--").trim_end_matches("-->");
            // Line breaks inside strings are common and wrong.
            let mended: String = content.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            if let Ok(value) = serde_json::from_str(&mended) {
                self.page.json_ld.push(value);
            }
        }
    }
}

pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
