//! Which pages are there, and which question does each answer?

use crate::address::segments;
use crate::answer::Answer;
use crate::fault::Fault;
use crate::pages;
use crate::visit::Visit;

/// One page.
pub struct Route {
    /// Segments in braces are variable.
    pub path: &'static str,
    pub question: &'static str,
    /// Is it a table, which can be had as CSV too? Every page can be had as JSON.
    pub csv: bool,
    pub show: fn(&Visit) -> Result<Answer, Fault>,
}

macro_rules! routes {
    ($($path:literal $form:ident $show:path, $question:literal;)+) => {
        /// All pages. `ARCHITECTURE.md` lists the same; a test holds the two together.
        pub const ROUTES: &[Route] = &[$(Route {
            path: $path,
            question: $question,
            csv: matches!(stringify!($form).as_bytes(), b"table"),
            show: $show,
        }),+];
    };
}

routes! {
    "/" page pages::home::show, "What is in this archive?";
    "/transfers" table pages::lists::transfers, "Who armed whom, with what, when, how surely?";
    "/transfers/{id}" page pages::record::show, "Why do we believe this transfer?";
    "/events" table pages::lists::events, "What happened?";
    "/events/{id}" page pages::record::show, "Why do we believe that this happened?";
    "/figures" table pages::lists::figures, "Who counted what?";
    "/figures/{id}" page pages::record::show, "Why do we believe this figure, and how did it move?";
    "/timeline" page pages::timeline::show, "What happened in which order?";
    "/flows" table pages::flows::show, "Who arms whom?";
    "/states/{party}" page pages::state::show, "What does this state buy, sell, do?";
    "/pairs/{a}/{b}" page pages::pair::show, "How do these two stand, and who arms whose adversary?";
    "/articles" table pages::articles::show, "Which articles were read?";
    "/articles/{id}" page pages::article::show, "What does this article say?";
    "/origins" table pages::origins::show, "Which articles are one source?";
    "/origins/{id}" page pages::origin::show, "Why are these articles one source?";
    "/search" table pages::search::show, "Where is this said?";
    "/review" page pages::review::show, "What should a person check first?";
    "/decisions" table pages::review::decisions, "Who decided what, and why?";
    "/add" page pages::add::form, "How do articles come in from the browser?";
    "/add/{job}" page pages::add::job, "How far is the reading?";
    "/about" page pages::about::show, "How are these pages to be read?";
}

/// The page at a path, with what its variable segments say.
pub fn find(path: &str) -> Option<(&'static Route, Vec<String>)> {
    let given = segments(path)?;
    ROUTES.iter().find_map(|route| {
        let wanted: Vec<&str> = route.path.split('/').filter(|segment| !segment.is_empty()).collect();
        if wanted.len() != given.len() {
            return None;
        }
        let mut params = Vec::new();
        for (wanted, given) in wanted.iter().zip(&given) {
            match wanted.starts_with('{') {
                true => params.push(given.clone()),
                false if wanted == given => {}
                false => return None,
            }
        }
        Some((route, params))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variable_segments_are_named_by_the_path() {
        let (route, params) = find("/transfers/ab12").unwrap();
        assert_eq!((route.path, params), ("/transfers/{id}", vec!["ab12".to_owned()]));
        assert_eq!(find("/").unwrap().0.path, "/");
        assert_eq!(find("").unwrap().0.path, "/");
        assert!(find("/transfers/ab12/more").is_none());
        assert!(find("/../etc/passwd").is_none());
    }
}
