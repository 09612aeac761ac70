//! Where the next page of a list begins, as one opaque word in its address.

use base::{Id, Instant, Problem};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How many lines a page has when nobody says.
const USUAL: i64 = 50;
/// How many it has at most.
const MOST: i64 = 200;

/// The `limit` of a request, 1 to 200.
pub(crate) fn limit(text: Option<&str>) -> Result<i64, Problem> {
    match text.filter(|text| !text.is_empty()) {
        None => Ok(USUAL),
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (1..=MOST).contains(limit))
            .ok_or_else(|| Problem::field("limit", format!("Enter a limit from 1 to {MOST}"))),
    }
}

/// A cursor of whole numbers and a key.
pub(crate) fn of(numbers: &[i64], id: Id) -> String {
    let mut bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
    bytes.extend_from_slice(id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads what [`of`] wrote with `N` numbers.
pub(crate) fn read<const N: usize>(text: &str) -> Result<([i64; N], Id), Problem> {
    let forged = || Problem::field("after", "This page does not exist: begin at the first");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| forged())?;
    let (numbers, id) = bytes.split_at_checked(N * 8).ok_or_else(forged)?;
    let (eights, _) = numbers.as_chunks::<8>();
    let mut read = [0; N];
    for (slot, eight) in read.iter_mut().zip(eights) {
        *slot = i64::from_be_bytes(*eight);
    }
    Ok((read, Id::from_slice(id).map_err(|_| forged())?))
}

pub(crate) fn of_at_and_id(at: Instant, id: Id) -> String {
    of(&[at.micros()], id)
}

pub(crate) fn at_and_id(text: &str) -> Result<(Instant, Id), Problem> {
    let ([at], id) = read::<1>(text)?;
    Ok((Instant::from_micros(at), id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back(standing: i64, at: i64, key: u128) {
            let id = Id::from_u128(key);
            prop_assert_eq!(read::<2>(&of(&[standing, at], id)).ok(), Some(([standing, at], id)));
        }

        #[test]
        fn a_forged_one_is_answered_with_a_sentence(text in ".{0,60}") {
            prop_assert!(read::<2>(&text).is_ok() || matches!(read::<2>(&text), Err(Problem::Invalid(_))));
        }
    }
}
