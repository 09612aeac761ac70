//! Where a page of a list ended, as one opaque word in the address of the next. It is no secret and needs no signature:
//! whoever makes one up finds only what they may see anyway.

use base::{Id, Instant};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::store::{After, Sort};

/// What a cursor is for; one list's cursor is no other's.
const LENGTH: usize = 1 + 8 + 8 + 16;

/// The cursor after an issue in a list sorted so.
#[must_use]
pub fn after_issue(sort: Sort, after: After) -> String {
    written(letter(sort), after.standing, after.opened_at, after.id)
}

/// Reads a cursor of a list of issues sorted so; nothing when it is no such cursor.
#[must_use]
pub fn read_issue(sort: Sort, text: &str) -> Option<After> {
    let (standing, opened_at, id) = read(letter(sort), text)?;
    Some(After { standing, opened_at, id })
}

/// The cursor after a concern in a list.
#[must_use]
pub fn after_concern((heard_at, id): (Instant, Id)) -> String {
    written(b'c', 0, heard_at, id)
}

/// Reads a cursor of a list of concerns; nothing when it is no such cursor.
#[must_use]
pub fn read_concern(text: &str) -> Option<(Instant, Id)> {
    read(b'c', text).map(|(_, heard_at, id)| (heard_at, id))
}

const fn letter(sort: Sort) -> u8 {
    match sort {
        Sort::Priority => b'p',
        Sort::Newest => b'n',
        Sort::Oldest => b'o',
    }
}

fn written(list: u8, number: i64, at: Instant, id: Id) -> String {
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.push(list);
    bytes.extend(number.to_be_bytes());
    bytes.extend(at.micros().to_be_bytes());
    bytes.extend(id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read(list: u8, text: &str) -> Option<(i64, Instant, Id)> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (first, rest) = bytes.split_first()?;
    let (number, rest) = rest.split_first_chunk::<8>()?;
    let (at, rest) = rest.split_first_chunk::<8>()?;
    let id = <[u8; 16]>::try_from(rest).ok()?;
    (*first == list).then(|| (i64::from_be_bytes(*number), Instant::from_micros(i64::from_be_bytes(*at)), id.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SORTS: [Sort; 3] = [Sort::Priority, Sort::Newest, Sort::Oldest];

    proptest! {
        #[test]
        fn what_is_written_reads_back_in_its_own_list_only(standing: i64, at: i64, id: u128, sort in 0_usize..3, other in 0_usize..3) {
            let after = After { standing, opened_at: Instant::from_micros(at), id: Id::from_u128(id) };
            let cursor = after_issue(SORTS[sort], after);
            prop_assert_eq!(read_issue(SORTS[other], &cursor), (sort == other).then_some(after));
            prop_assert_eq!(read_concern(&cursor), None);
            let place = (Instant::from_micros(at), Id::from_u128(id));
            prop_assert_eq!(read_concern(&after_concern(place)), Some(place));
        }

        #[test]
        fn anything_else_is_no_cursor_and_no_panic(text in ".{0,60}") {
            prop_assert_eq!(read_issue(Sort::Priority, &text), None);
        }
    }
}
