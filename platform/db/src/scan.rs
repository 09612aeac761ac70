//! What can be known of a statement's text when it is compiled.

/// What a statement's text asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan {
    /// The highest `$n`.
    pub highest: usize,
    /// Whether it inserts, updates or deletes.
    pub writes: bool,
    /// Whether it holds a word in braces.
    pub dynamic: bool,
    /// Whether its last argument is a list or rows.
    pub many: bool,
}

/// Reads a statement; literals in quotes and comments are passed over.
pub(crate) const fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut found = Scan { highest: 0, writes: false, dynamic: false, many: false };
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\'' => at = find(bytes, at + 1, b'\''),
            b'-' if starts(bytes, at, b"--") => at = find(bytes, at, b'\n'),
            b'$' => {
                let number = digits(bytes, at + 1);
                if number > found.highest {
                    found.highest = number;
                }
            }
            b'{' => {
                found.dynamic = true;
                let many = starts(bytes, at, b"{list}") || starts(bytes, at, b"{rows}");
                found.many |= many;
                assert!(
                    many || starts(bytes, at, b"{visible:") || starts(bytes, at, b"{unfiltered: "),
                    "in braces only {{list}}, {{rows}}, {{visible:kind}} and {{unfiltered: why}}"
                );
                at = find(bytes, at, b'}');
            }
            byte if is_word(byte) => {
                found.writes |= starts_word(bytes, at, b"insert")
                    || starts_word(bytes, at, b"update")
                    || starts_word(bytes, at, b"delete");
                while at + 1 < bytes.len() && is_word(bytes[at + 1]) {
                    at += 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The same statement with `?n` for `$n`: to SQLite a number is a place, and a name must be looked for.
pub(crate) fn numbered(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\'' => at = find(&bytes, at + 1, b'\''),
            b'-' if starts(&bytes, at, b"--") => at = find(&bytes, at, b'\n'),
            b'{' => at = find(&bytes, at, b'}'),
            b'$' if digits(&bytes, at + 1) > 0 => bytes[at] = b'?',
            _ => {}
        }
        at += 1;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The highest `$v` number of a visibility fragment.
pub(crate) const fn highest_visible(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut highest = 0;
    let mut at = 0;
    while at < bytes.len() {
        if starts(bytes, at, b"$v") {
            let number = digits(bytes, at + 2);
            if number > highest {
                highest = number;
            }
        }
        at += 1;
    }
    highest
}

const fn find(bytes: &[u8], mut at: usize, wanted: u8) -> usize {
    while at < bytes.len() && bytes[at] != wanted {
        at += 1;
    }
    at
}

const fn digits(bytes: &[u8], mut at: usize) -> usize {
    let mut number = 0;
    while at < bytes.len() && bytes[at].is_ascii_digit() {
        number = number * 10 + (bytes[at] - b'0') as usize;
        at += 1;
    }
    number
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

const fn starts(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let mut n = 0;
    while n < word.len() {
        if at + n >= bytes.len() || !bytes[at + n].eq_ignore_ascii_case(&word[n]) {
            return false;
        }
        n += 1;
    }
    true
}

const fn starts_word(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let end = at + word.len();
    starts(bytes, at, word) && (end >= bytes.len() || !is_word(bytes[end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_writes_only_when_the_verb_stands_alone() {
        assert!(scan("insert into t (a) values ($1)").writes);
        assert!(scan("WITH x AS (SELECT 1) Update t set a = 1").writes);
        assert!(!scan("select updated, deleted_at, 'insert' from inserts -- update\n where update_count = $1").writes);
    }

    #[test]
    fn numbers_in_literals_and_comments_do_not_count() {
        assert_eq!(scan("select $2, '$9', $1, $10 -- $40\n").highest, 10);
        assert_eq!(scan("select '{}', 'it''s {this}', $3").highest, 3);
        assert_eq!(highest_visible("(a = $v1 or b in $v12)"), 12);
        assert_eq!(
            numbered("select $2, '$9', {unfiltered: it's $1}, $10 -- $40"),
            "select ?2, '$9', {unfiltered: it's $1}, ?10 -- $40"
        );
    }

    #[test]
    fn words_in_braces_are_known() {
        let listed = scan("select a from t where id in {list} and {unfiltered: the officer's own}");
        assert!(listed.many && listed.dynamic);
        assert!(!scan("select a from t where {visible:concern}").many);
    }
}
