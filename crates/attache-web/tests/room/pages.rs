//! Does each page answer its question?

use attache_web::ROUTES;

use crate::open;
use crate::sample::{FIGURE, SENTENCE};

#[test]
fn every_page_has_every_form_that_it_promises() {
    let opened = open(None, None);
    let routes = ROUTES.iter().filter(|route| !route.path.starts_with("/add"));
    for (route, address) in routes.zip(opened.addresses()) {
        let html = opened.text(&address);
        assert!(html.starts_with("<!DOCTYPE html>"), "{address}");
        let json = match address.as_str() {
            "/" => opened.json("/index.json"),
            address => opened.json(&format!("{address}.json")),
        };
        assert_eq!(json["question"], route.question, "{address}");
        assert!(!json["data"].is_null(), "{address}");
        let csv = opened.read(&format!("{address}.csv"));
        assert_eq!(csv.status == 200, route.csv, "{address}.csv");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let opened = open(None, None);
    for address in opened.addresses() {
        for part in opened.text(&address).split("href=\"/").skip(1) {
            let link = format!("/{}", part.split(['"', '#']).next().unwrap()).replace("&amp;", "&");
            if !link.starts_with("/assets/") {
                let status = opened.read(&link).status;
                assert_eq!(status, 200, "{link}, on {address}");
            }
        }
    }
}

#[test]
fn anchors_that_are_linked_are_there() {
    let opened = open(None, None);
    let record = opened.text(&format!("/transfers/{}", opened.sample.transfer));
    let article = opened.text(&format!("/articles/{}", opened.sample.article));
    let anchor = format!("id=\"claim-{}\"", opened.sample.claim);
    assert!(record.contains(&format!("href=\"#claim-{}\"", opened.sample.claim)));
    assert!(record.contains(&format!(
        "/articles/{}#claim-{}",
        opened.sample.article, opened.sample.claim
    )));
    assert!(record.contains(&anchor) && article.contains(&anchor));
}

#[test]
fn a_record_shows_values_rivals_quotes_and_sources() {
    let opened = open(None, None);
    let page = opened.text(&format!("/transfers/{}", opened.sample.transfer));
    for expected in [
        "Belarus → Azerbaijan: Groza-S",
        "disputed",
        "<strong>14</strong>",
        "leaked documents",
        "inferred: `sold` in the past",
        "<mark class=\"slot-supplier\" title=\"supplier\">Belarus",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
}

#[test]
fn an_article_greys_its_furniture_and_marks_its_claims() {
    let opened = open(None, None);
    let page = opened.text(&format!("/articles/{}", opened.sample.article));
    assert!(page.contains("<div class=\"block furniture\">"));
    assert!(page.contains("title=\"supplier\">Belarus"));
    let json = opened.json(&format!("/articles/{}.json", opened.sample.article));
    assert!(json["data"]["article"]["text"].as_str().unwrap().contains(SENTENCE));
    assert!(json["data"]["article"]["text"].as_str().unwrap().contains(FIGURE));
}

#[test]
fn filters_narrow_and_combine() {
    let opened = open(None, None);
    let found = |query: &str| {
        opened.json(&format!("/transfers.json?{query}"))["data"]["total"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(found(""), 1);
    assert_eq!(found("supplier=BLR&standing=disputed"), 1);
    assert_eq!(found("supplier=BLR&stage=ordered"), 0);
    assert_eq!(found("from=2023"), 0);
    assert_eq!(opened.read("/transfers?from=soon").status, 400);
    assert_eq!(opened.read("/transfers?sort=colour").status, 400);
}

#[test]
fn lists_go_on_at_a_cursor() {
    let opened = open(None, None);
    let all = opened.json("/articles.json")["data"]["articles"].clone();
    let first = all[0]["id"].as_str().unwrap();
    let rest = opened.json(&format!("/articles.json?cursor={first}"))["data"]["articles"].clone();
    assert_eq!(rest.as_array().unwrap().as_slice(), &all.as_array().unwrap()[1..]);
    assert_eq!(opened.read("/transfers?cursor=gone").status, 410);
}

#[test]
fn searches_mark_what_they_found() {
    let opened = open(None, None);
    let page = opened.text("/search?q=leaked");
    assert!(page.contains("<mark class=\"slot-found\" title=\"found\">leaked"));
    assert_eq!(opened.read("/search?q=%2A").status, 400);
}

#[test]
fn a_search_is_narrowed_by_what_the_register_knows() {
    let opened = open(None, None);
    let total = |address: &str| opened.json(address)["data"]["total"].as_u64().unwrap();
    let all = "/search.json?q=stations";
    assert_eq!(total(all), 3);
    assert_eq!(total(&format!("{all}&outlet=NewsCafe")), 1);
    assert_eq!(total(&format!("{all}&outlet=NewsCafe&outlet=The+Herald")), 2);
    assert_eq!(total(&format!("{all}&state=BLR&kind=transfers&from=2024")), 2);
    assert_eq!(total(&format!("{all}&kind=events&outlet=The+Herald")), 0);
    assert_eq!(total(&format!("{all}&year=no+date")), 1);
    let page = opened.text("/search?q=stations&outlet=NewsCafe");
    assert!(page.contains("Outlet: NewsCafe") && page.contains("aria-current=\"true\""));
    assert_eq!(opened.read("/search?q=stations&in=nowhere").status, 400);
    assert_eq!(opened.read("/search?q=stations&from=soon").status, 400);
}

#[test]
fn quotes_are_searched_by_themselves() {
    let opened = open(None, None);
    let data = &opened.json("/search.json?q=leaked+sold&in=quotes")["data"];
    assert_eq!(data["total"], 1);
    assert_eq!(data["hits"][0]["quote"], SENTENCE);
    assert_eq!(data["hits"][0]["record"], opened.sample.transfer.as_str());
    // The title says it, no quote does.
    assert_eq!(opened.json("/search.json?q=secretly&in=quotes")["data"]["total"], 0);
    assert_eq!(opened.json("/search.json?q=secretly")["data"]["total"], 1);
}

#[test]
fn words_that_were_sought_are_marked_in_the_article() {
    let opened = open(None, None);
    let page = opened.text(&format!("/articles/{}?q=leaked", opened.sample.article));
    assert!(page.contains("id=\"found\""));
    assert!(page.contains("<mark class=\"slot-found\" title=\"found\">leaked"));
    let other = opened.text(&format!("/articles/{}?q=apples", opened.sample.article));
    assert!(!other.contains("slot-found"));
}

#[test]
fn what_came_in_since_the_register_was_read_is_found() {
    let opened = open(None, None);
    assert_eq!(opened.json("/search.json?q=walnuts")["data"]["total"], 0);
    let mut archive = attache_store::Archive::open_existing(opened.room.archive()).unwrap();
    let added = attache_store::Added {
        article: crate::sample::article("Walnuts", "The Herald", "2024-07-01", &["Walnuts are cheap."]),
        raw: None,
        claims: vec![],
        doubts: vec![],
        reader: "by hand".to_owned(),
    };
    archive.add(&[added]).unwrap();
    assert_eq!(
        opened.json("/search.json?q=walnuts&outlet=The+Herald")["data"]["total"],
        1
    );
}

#[test]
fn a_register_weighed_elsewhere_is_read_while_the_one_before_is_shown() {
    let opened = open(None, None);
    let generation = |opened: &crate::Opened| opened.json("/transfers.json")["generation"].as_u64().unwrap();
    let before = generation(&opened);
    let mut archive = attache_store::Archive::open_existing(opened.room.archive()).unwrap();
    let added = attache_store::Added {
        article: crate::sample::article("Walnuts", "The Herald", "2024-07-01", &["Walnuts are cheap."]),
        raw: None,
        claims: vec![],
        doubts: vec![],
        reader: "by hand".to_owned(),
    };
    archive.add(&[added]).unwrap();
    let reached = archive.generation().unwrap();
    let (records, origins) = (archive.records().unwrap(), archive.origins().unwrap());
    archive.replace_weighed(&records, &origins, reached).unwrap();
    assert_eq!(generation(&opened), before);
    let begin = std::time::Instant::now();
    while generation(&opened) != reached {
        assert!(begin.elapsed().as_secs() < 20, "it is never read");
        std::thread::yield_now();
    }
}

#[test]
fn lists_are_sorted_both_ways() {
    let opened = open(None, None);
    let first = |sort: &str| opened.json(&format!("/events.json?sort={sort}"))["data"]["records"][0]["id"].clone();
    assert_eq!(first("-date"), opened.sample.assault.as_str());
    assert_ne!(first("date"), opened.sample.assault.as_str());
    let page = opened.text("/events?sort=-date");
    assert!(page.contains("aria-sort=\"ascending\"") && page.contains("href=\"/events?sort=date\""));
    assert_eq!(opened.read("/events?sort=colour").status, 400);
}

#[test]
fn the_time_in_an_alliance_is_a_band_over_the_lanes() {
    let opened = open(None, None);
    let page = opened.text("/pairs/BLR/AZE");
    // They share none; the giver and the state that its arms may harm do.
    assert!(page.contains("class=\"band third\"") && page.contains("Belarus and Armenia in the Collective Security"));
}

#[test]
fn the_queue_is_narrowed_by_kind() {
    let opened = open(None, None);
    assert_eq!(opened.json("/review.json")["data"]["waiting"], 4);
    assert_eq!(opened.json("/review.json?kind=event")["data"]["waiting"], 2);
    assert_eq!(opened.read("/review?kind=rumour").status, 400);
}

#[test]
fn what_is_not_there_says_so() {
    let opened = open(None, None);
    for address in [
        "/nowhere",
        "/transfers/0000",
        "/articles/../../etc/passwd",
        "/assets/../Cargo.toml",
    ] {
        let reply = opened.read(address);
        assert_eq!(reply.status, 404, "{address}");
        assert!(
            String::from_utf8_lossy(&reply.bytes).contains("What to do"),
            "{address}"
        );
    }
}

#[test]
fn arming_an_allys_adversary_is_flagged_with_its_three_legs() {
    let opened = open(None, None);
    let data = &opened.json("/pairs/BLR/AZE.json")["data"];
    let flag = &data["arms_an_allys_adversary"][0];
    assert_eq!(flag["transfer"], opened.sample.transfer.as_str());
    assert_eq!(flag["alliances"][0], "Collective Security Treaty Organization");
    assert_eq!(flag["ally"], "ARM");
    assert_eq!(flag["acts"][0], opened.sample.assault.as_str());
    assert_eq!(data["shared_alliances"].as_array().unwrap().len(), 0);
    for page in [
        "/pairs/BLR/AZE".to_owned(),
        format!("/transfers/{}", opened.sample.transfer),
    ] {
        let page = opened.text(&page);
        assert!(page.contains("Arms an ally’s adversary") && page.contains(opened.sample.assault.as_str()));
    }
    // Neither side of another pair arms anybody.
    let other = opened.json("/pairs/AZE/ARM.json");
    assert_eq!(other["data"]["arms_an_allys_adversary"].as_array().unwrap().len(), 0);
}
