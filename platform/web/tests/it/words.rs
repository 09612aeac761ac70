//! The build's own reading of the catalogues: what must fail, fails.

use std::fs;

use tempfile::TempDir;

#[path = "../../build/words.rs"]
mod build;

fn built(files: &[(&str, &str)]) -> Result<String, String> {
    let folder = TempDir::new().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    build::methods(folder.path())
}

fn fault(files: &[(&str, &str)]) -> String {
    built(files).expect_err("a fault")
}

const ENGLISH: (&str, &str) = (
    "en-GB/a.ftl",
    "hello = Hello { $name }\nvoices = { $count ->\n    [one] one voice\n   *[other] { $count } voices\n}\n",
);

#[test]
fn variables_become_parameters_in_alphabetical_order() {
    let code = built(&[
        ("en-GB/a.ftl", "b = { $zebra } { $ant }\na = Plain\nc = { b }, { $more }\n"),
        ("cy/a.ftl", "b = { $ant } { $zebra }\na = Plaen\nc = { b } { $more }"),
    ])
    .expect("code");
    assert!(code.contains("pub fn a(&self) -> &str"), "{code}");
    assert!(
        code.contains("pub fn b(&self, ant: impl std::fmt::Display, zebra: impl std::fmt::Display) -> String"),
        "{code}"
    );
    assert!(
        code.contains("pub fn c(&self, ant: impl std::fmt::Display, more: impl std::fmt::Display, zebra"),
        "{code}"
    );
}

#[test]
fn what_one_language_counts_by_is_a_number_in_all() {
    let code = built(&[
        ("en-GB/a.ftl", "n = { $count } more"),
        ("cy/a.ftl", "n = { $count ->\n    [two] dau\n   *[other] { $count }\n}"),
    ]);
    assert!(code.expect("code").contains("pub fn n(&self, count: impl Number) -> String"));
}

#[test]
fn a_missing_word_fails_the_build() {
    assert_eq!(fault(&[ENGLISH, ("cy/a.ftl", "hello = Helo { $name }\n")]), "words/cy: `voices` is missing");
}

#[test]
fn a_word_too_many_fails_the_build() {
    let welsh = "hello = Helo { $name }\nvoices = { $count ->\n   *[other] llais\n}\nextra = Mwy\n";
    assert_eq!(fault(&[ENGLISH, ("cy/a.ftl", welsh)]), "words/cy: `extra` is not in words/en-GB");
}

#[test]
fn another_variable_fails_the_build() {
    let welsh = "hello = Helo { $enw }\nvoices = { $count ->\n   *[other] llais\n}\n";
    assert_eq!(fault(&[ENGLISH, ("cy/a.ftl", welsh)]), "words/cy: `hello` asks for (enw) but words/en-GB for (name)");
}

#[test]
fn unreadable_fluent_fails_the_build_with_its_line() {
    assert!(fault(&[("en-GB/a.ftl", "a = A\nb = { $x\n")]).starts_with("words/en-GB/a.ftl line "));
    assert!(fault(&[("en-GB/a.ftl", "a = A\n"), ("en-GB/b.ftl", "a = B\n")]).contains("`a` is written twice"));
    assert!(fault(&[("en-GB/a.ftl", "a = { gone }\n")]).contains("quotes `gone`"));
    assert!(fault(&[("en-GB/a.ftl", "match = A\n")]).contains("cannot be a method's name"));
    assert!(fault(&[("cy/a.ftl", "a = A\n")]).contains("no folder words/en-GB"));
}
