//! Can an article do anything but be read?

use crate::open;

#[test]
fn nothing_of_an_article_is_markup() {
    let opened = open(None, None);
    let mut addresses = opened.addresses();
    addresses.push(format!("/articles/{}", opened.sample.hostile));
    addresses.push("/search?q=script".to_owned());
    addresses.push("/search?q=%3Cscript%3Ealert(1)%3C/script%3E".to_owned());
    for address in addresses {
        let page = opened.text(&address);
        assert!(!page.contains("<script>"), "{address}");
        assert!(!page.contains("javascript:"), "{address}");
        assert!(!page.contains(" style="), "{address}");
        assert!(!page.contains('\u{202e}'), "{address}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let opened = open(None, None);
    for route in attache_web::ROUTES.iter().filter(|route| route.csv) {
        for line in opened.text(&format!("{}.csv", route.path)).lines() {
            for cell in line.split(',') {
                assert!(
                    !cell.trim_matches('"').starts_with(['=', '+', '-', '@']),
                    "{}: {line}",
                    route.path
                );
            }
        }
    }
}
