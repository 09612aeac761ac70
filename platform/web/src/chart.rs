//! Amounts as lengths, beside the figures they show: for the eye alone, so a screen reader passes over them.

use std::fmt::Write as _;

use crate::Markup;

/// A bar from the left, as long as its share of `most`.
#[must_use]
pub fn bar(amount: i64, most: i64) -> Markup {
    let length = amount.max(0) * 100 / most.max(1);
    Markup::trusted(format!(
        "<svg class=\"wm-bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
         <rect width=\"{length}\" height=\"10\"/></svg>"
    ))
}

/// Columns from the ground up, one an amount, in the order of time.
#[must_use]
pub fn columns(amounts: &[usize], most: usize) -> Markup {
    let mut rects = String::new();
    for (at, amount) in amounts.iter().enumerate() {
        let height = (amount * 30).div_ceil(most.max(1));
        let _ =
            write!(rects, "<rect x=\"{}\" y=\"{}\" width=\"8\" height=\"{height}\"/>", at * 10, 30 - height.min(30));
    }
    let width = amounts.len().max(1) * 10;
    Markup::trusted(format!(
        "<svg class=\"wm-chart-columns\" viewBox=\"0 0 {width} 30\" aria-hidden=\"true\" focusable=\"false\">{rects}</svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_a_share_and_begins_at_nothing() {
        assert!(bar(5, 20).as_str().contains("<rect width=\"25\""));
        assert!(bar(0, 0).as_str().contains("<rect width=\"0\""));
        let columns = columns(&[0, 1, 2], 2);
        assert!(columns.as_str().contains("x=\"10\" y=\"15\" width=\"8\" height=\"15\""), "{columns:?}");
        assert!(columns.as_str().contains("x=\"0\" y=\"30\" width=\"8\" height=\"0\""), "{columns:?}");
    }
}
