use wardmote_screen::danger;

struct Row<'t> {
    half: &'t str,
    answer: &'t str,
    sentence: &'t str,
}

fn golden() -> Vec<Row<'static>> {
    let lines = include_str!("../../src/danger/golden.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [half, answer, _, sentence] => Row { half, answer, sentence },
            _ => panic!("four columns: {line}"),
        })
        .collect()
}

/// How many sentences of one half and answer are held, of how many, and those on the wrong side.
fn measure(half: &str, answer: &str) -> (usize, usize, Vec<String>) {
    let rows: Vec<Row<'_>> = golden().into_iter().filter(|row| row.half == half && row.answer == answer).collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let held = danger::held(row.sentence);
            let terms = held.as_ref().map(|held| held.terms.iter().map(|found| found.term).collect::<Vec<_>>());
            (held.is_some() != (answer == "held")).then(|| format!("{answer}: {}  {terms:?}", row.sentence))
        })
        .collect();
    (rows.len() - wrong.len(), rows.len(), wrong)
}

#[test]
fn measured() {
    for half in ["tuning", "kept back"] {
    for answer in ["held", "clear"] {
        let (right, all, wrong) = measure(half, answer);
        println!("{half} {answer} {right}/{all}");
        if half == "tuning" || std::env::var("SHOW").is_ok() { println!("{}", wrong.join("\n")); }
    }}
}
