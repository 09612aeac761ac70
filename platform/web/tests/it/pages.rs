use std::collections::BTreeSet;

use askama::Template;
use web::testing::{assert_page, faults, hard_coded};
use web::{Language, Shell, Visitor, Words};

use super::client;
use crate::gallery;

#[tokio::test]
async fn every_page_of_the_gallery_is_whole() {
    let app = client::app(gallery::routes(), 1);
    for path in ["/", "/desk", "/question", "/done"] {
        let html = client::get(&app, path).await.text();
        assert_page(&html);
    }
}

/// Any slice's page: the frame from here, the middle its own.
#[derive(Template)]
#[template(
    ext = "html",
    source = "{% extends \"shell.html\" %}{% block main %}<h1>{{ shell.title }}</h1>{% endblock %}"
)]
struct Bare {
    shell: Shell,
}

fn full(words: &'static Words) -> Shell {
    let mut shell = gallery::walsall(words).title("Ttl").crumb("Crmb", "/c").leave().unlisted();
    shell.navigation.clear();
    shell.footer.clear();
    shell.visitor = Some(Visitor { name: "Nm".into(), hat: "Ht".into(), account: "/account".into() });
    shell.languages = vec![Language { words, href: "/cy".into() }];
    shell
}

#[test]
fn the_shell_says_nothing_that_is_not_in_the_catalogue() {
    let html = Bare { shell: full(Words::pseudo()) }.render().expect("a page");
    assert_page(&html);
    let known = ["Walsall Borough Partnership", "Ttl", "Crmb", "Nm", "Ht"];
    assert_eq!(hard_coded(&html, &known), Vec::<String>::new());
    assert!(html.contains("lang=\"en-XA\""));
    let broken = html.replace("<h1>Ttl</h1>", "<h1>Ttl</h1><p>Hard-coded</p>");
    assert_eq!(hard_coded(&broken, &known), ["Hard-coded"]);
}

#[test]
fn the_page_says_whose_it_is_and_who_you_are() {
    let html = Bare { shell: full(Words::english()) }.render().expect("a page");
    assert!(html.contains("<title>Ttl – Walsall Borough Partnership</title>"), "{html}");
    assert!(html.contains("Nm, Ht") && !html.contains("Sign in"));
    assert!(html.contains("https://www.bbc.co.uk/weather") && html.contains("noindex"));
    assert!(html.contains("Every person here is invented."));
    let ours = html.find("Made with Wardmote").expect("our name");
    assert!(html.rfind("Walsall Borough Partnership").expect("theirs") < ours, "ours comes last");
    let plain = Bare { shell: Shell::new(Words::english()).title("Home") }.render().expect("a page");
    assert_page(&plain);
    assert!(!plain.contains("weather") && !plain.contains("noindex") && !plain.contains("invented"));
}

#[test]
fn ids_of_one_page_do_not_clash_with_the_shells() {
    let html = Bare { shell: full(Words::english()) }.render().expect("a page");
    let twice = html.replace("<h1>Ttl</h1>", "<h1 id=\"main-content\">Ttl</h1>");
    assert_eq!(faults(&twice).into_iter().collect::<BTreeSet<_>>().len(), 1);
}
