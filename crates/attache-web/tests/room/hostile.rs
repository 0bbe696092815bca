//! Can an article do anything but be read?

use crate::open;

#[test]
fn nothing_of_an_article_is_markup() {
    let opened = open(None, None);
    let mut addresses = opened.addresses();
    addresses.push(format!("/articles/{}", opened.sample.hostile));
    addresses.push(format!("/articles/{}?q=script", opened.sample.hostile));
    addresses.push("/search?q=script".to_owned());
    addresses.push("/search?q=stations&in=quotes".to_owned());
    addresses.push("/transfers?supplier=%22%3E%3Cscript%3E&stage=%3Cscript%3E".to_owned());
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

#[test]
fn ten_million_bytes_in_one_paragraph_are_shown_in_parts() {
    let opened = open(None, None);
    let mut archive = attache_store::Archive::open_existing(opened.room.archive()).unwrap();
    let endless = "é".repeat(5 << 20);
    let article = crate::sample::article("Endless", "The Long Read", "2024-01-01", &[&endless]);
    let address = format!("/articles/{}", article.id);
    let added = attache_store::Added {
        article,
        raw: None,
        claims: vec![],
        doubts: vec![],
        reader: "by hand".to_owned(),
    };
    archive.add(&[added]).unwrap();
    for page in [
        address.clone(),
        format!("{address}?part=7"),
        format!("{address}?part=99999999999"),
        "/search?q=endless".to_owned(),
    ] {
        assert!(opened.text(&page).len() < 200_000, "{page}");
    }
    assert!(opened.text(&format!("{address}?part=7")).contains("Part 7 of 263"));
}
