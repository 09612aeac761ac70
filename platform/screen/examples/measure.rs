//! Measures the shipped danger words on a file of sentences: each line an answer (`hold` or `clear`), a group and a
//! sentence, parted by tabs. `DANGER_FILE=sentences.tsv cargo run -p wardmote-screen --example measure`

use std::collections::BTreeMap;
use std::error::Error;

use wardmote_screen::danger;

#[expect(clippy::print_stdout, reason = "an example speaks on its standard output")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::var("DANGER_FILE").map_err(|_| "name the file of sentences in DANGER_FILE")?;
    let file = std::fs::read_to_string(path)?;
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for line in file.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let [answer, group, sentence] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(format!("three columns, parted by tabs: {line}").into());
        };
        let found = danger::held(sentence).map(|held| held.terms);
        let count = counts.entry(row(answer, group)).or_default();
        count.0 += usize::from(found.is_some());
        count.1 += 1;
        match (answer, found) {
            ("hold", None) => println!("missed\t{group}\t{sentence}"),
            ("clear", Some(terms)) => {
                println!("held\t{group}\t{sentence}\t{:?}", terms.iter().map(|t| t.term).collect::<Vec<_>>())
            }
            _ => {}
        }
    }
    for ((answer, kind), (held, all)) in counts {
        println!("should be {answer}, {kind}: {held} of {all} held");
    }
    Ok(())
}

/// The row of the table a sentence is counted in, by the ends of its group's name.
fn row<'l>(answer: &'l str, group: &str) -> (&'l str, &'static str) {
    match answer {
        "hold" if group.ends_with("-hint") => (answer, "hinted"),
        "hold" => (answer, "said outright"),
        _ if group.starts_with("n-") => (answer, "alarming words"),
        _ => (answer, "everyday"),
    }
}
