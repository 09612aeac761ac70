//! A partnership's own colour, as one small stylesheet over ours.

/// Why a colour cannot be a partnership's.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// It is not written as six hexadecimal digits.
    #[error("Enter a colour as six letters and digits after a #, like #00625a")]
    Unreadable,
    /// Text in it could not be read on white. Holds the contrast it has, where WCAG asks for 4.5, and the nearest colour
    /// of the same hue that passes.
    #[error("Choose a darker colour: on white its contrast is {0:.2} to 1, and text needs 4.5 to 1. The nearest that passes is {named}", named = written(*.1))]
    TooPale(f64, [u8; 3]),
}

/// The stylesheet that puts `colour` (`#00625a`) in place of ours: header, links and the marks of a place.
///
/// # Errors
/// [`Unfit`] when it is no colour, or its contrast on white is under 4.5 to 1 (WCAG 2.2, 1.4.3).
pub fn stylesheet(colour: &str) -> Result<String, Unfit> {
    let [red, green, blue] = parse(colour).ok_or(Unfit::Unreadable)?;
    let contrast = contrast_on_white([red, green, blue]);
    if contrast < 4.5 {
        return Err(Unfit::TooPale(contrast, nearest([red, green, blue])));
    }
    let colour = written([red, green, blue]);
    let darker = written([red / 5 * 3, green / 5 * 3, blue / 5 * 3]);
    let rules =
        format!("--govuk-brand-colour:{colour};--govuk-link-colour:{colour};--govuk-link-hover-colour:{darker}");
    // On paper everything is black (`web/scss/wardmote/_print.scss`).
    Ok(format!("@media screen{{:root{{{rules}}}}}\n"))
}

fn written([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The lightest shade of a colour that can be read on white: the same hue with as much black in it as it takes.
fn nearest(colour: [u8; 3]) -> [u8; 3] {
    let shade =
        |thousandths: u32| colour.map(|part| u8::try_from(u32::from(part) * thousandths / 1000).unwrap_or(part));
    let readable = |shade: &[u8; 3]| contrast_on_white(*shade) >= 4.5;
    (0..=1000).rev().map(shade).find(readable).unwrap_or_default()
}

/// WCAG's contrast ratio of `colour` on white, from 1 to 21.
fn contrast_on_white(colour: [u8; 3]) -> f64 {
    1.05 / (luminance(colour) + 0.05)
}

/// WCAG's relative luminance: 0 for black, 1 for white.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn parse(colour: &str) -> Option<[u8; 3]> {
    let digits = colour.trim().strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let all = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = all.to_be_bytes();
    Some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_formula_is_wcags() {
        assert!((contrast_on_white([0, 0, 0]) - 21.0).abs() < 1e-9);
        assert!((contrast_on_white([255, 255, 255]) - 1.0).abs() < 1e-9);
        // The well-known pair either side of the line.
        assert!(stylesheet("#767676").is_ok());
        assert!(matches!(stylesheet("#777777"), Err(Unfit::TooPale(..))));
    }

    #[test]
    fn our_own_colour_is_fit_and_nothing_else_gets_into_the_stylesheet() {
        let css = stylesheet(" #00625A ").expect("our own colour");
        assert!(css.contains("--govuk-brand-colour:#00625a"), "{css}");
        for bad in ["", "00625a", "#fff", "#00625g", "#00625a;}", "#+0625a", "red", "#é625a"] {
            assert_eq!(stylesheet(bad), Err(Unfit::Unreadable), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_can_be_read(red: u8, green: u8, blue: u8) {
            let colour = format!("#{red:02x}{green:02x}{blue:02x}");
            let answer = stylesheet(&colour);
            prop_assert_eq!(answer.is_ok(), contrast_on_white([red, green, blue]) >= 4.5);
            if let Err(Unfit::TooPale(_, nearest)) = answer {
                prop_assert!(stylesheet(&written(nearest)).is_ok(), "{} is offered in its place", written(nearest));
                prop_assert!(contrast_on_white(nearest) < 4.7, "{} is no darker than it must be", written(nearest));
            }
        }
    }
}
