/// Text as it is compared and sorted: lower case, accents dropped from the Latin letters of these islands' languages,
/// apostrophes gone, every other mark a space, runs of space one. `St Matthew's` and `st. matthews` fold alike.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match unaccented(letter) {
            '\'' | '\u{2019}' | '\u{2018}' => {}
            plain if plain.is_alphanumeric() => folded.push(plain),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn unaccented(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => 'w',
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' => 'y',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_that_people_would_call_the_same_fold_alike() {
        assert_eq!(fold("St. Matthew's"), "st matthews");
        assert_eq!(fold("  ST  MATTHEW\u{2019}S "), "st matthews");
        assert_eq!(fold("Rushall-Shelfield"), "rushall shelfield");
        assert_eq!(fold("Tŷ Gŵyr"), "ty gwyr");
        assert_eq!(fold("---"), "");
    }
}
