//! Amounts as lengths, beside the figures they show: for the eye alone, so a screen reader passes over them.

use std::fmt::Write as _;

use crate::Markup;

/// A bar from the left, as long as its share of `most`.
#[must_use]
pub fn bar(amount: i64, most: i64) -> Markup {
    bar_of("wm-bar", amount, most)
}

/// The same in grey: what the bar beside it is compared with.
#[must_use]
pub fn pale_bar(amount: i64, most: i64) -> Markup {
    bar_of("wm-bar wm-bar--pale", amount, most)
}

fn bar_of(class: &str, amount: i64, most: i64) -> Markup {
    let length = amount.max(0) * 100 / most.max(1);
    Markup::trusted(format!(
        "<svg class=\"{class}\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
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

/// Columns from the ground up, each with its amount above it and its month below.
#[must_use]
pub fn by_month(columns: &[(String, i64)], most: i64) -> Markup {
    let mut drawn = String::new();
    for (at, (month, amount)) in columns.iter().enumerate() {
        let (left, middle) = (at * 26 + 2, at * 26 + 13);
        let height = amount.max(&0) * 60 / most.max(1);
        let (top, month) = (80 - height, Markup::from(month.as_str()));
        let _ = write!(
            drawn,
            "<rect x=\"{left}\" y=\"{top}\" width=\"22\" height=\"{height}\"/>\
             <text x=\"{middle}\" y=\"{}\">{amount}</text><text x=\"{middle}\" y=\"94\">{month}</text>",
            top - 4
        );
    }
    let width = columns.len().max(1) * 26;
    Markup::trusted(format!(
        "<svg class=\"wm-chart-months\" viewBox=\"0 0 {width} 98\" aria-hidden=\"true\" focusable=\"false\">{drawn}\
         <path d=\"M0 80h{width}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_a_share_and_begins_at_nothing() {
        assert!(bar(5, 20).as_str().contains("<rect width=\"25\""));
        assert!(bar(0, 0).as_str().contains("<rect width=\"0\""));
        let months = by_month(&[("Oct".into(), 0), ("N<v".into(), 3)], 6);
        assert!(months.as_str().contains("x=\"28\" y=\"50\" width=\"22\" height=\"30\""), "{months:?}");
        assert!(
            months.as_str().contains("y=\"46\">3</text>") && months.as_str().contains(">N&lt;v</text>"),
            "{months:?}"
        );
        let columns = columns(&[0, 1, 2], 2);
        assert!(columns.as_str().contains("x=\"10\" y=\"15\" width=\"8\" height=\"15\""), "{columns:?}");
        assert!(columns.as_str().contains("x=\"0\" y=\"30\" width=\"8\" height=\"0\""), "{columns:?}");
    }
}
