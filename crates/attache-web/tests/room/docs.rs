//! Does the documentation list the pages that there are?

use attache_web::ROUTES;

#[test]
fn every_page_is_documented_and_every_documented_page_is_there() {
    let expected: Vec<String> = ROUTES
        .iter()
        .map(|route| {
            let csv = if route.csv { ", CSV" } else { "" };
            format!("| `{}` | {} | HTML, JSON{csv} |", route.path, route.question)
        })
        .collect();
    let readme = include_str!("../../README.md");
    let documented: Vec<&str> = readme.lines().filter(|line| line.starts_with("| `/")).collect();
    assert_eq!(documented, expected);
}
