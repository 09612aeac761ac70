//! A partnership's own colour, as one small stylesheet over ours.

/// Why a colour cannot be a partnership's.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Unfit {
    /// It is not written as six hexadecimal digits.
    #[error("Enter a colour as six letters and digits after a #, like #00625a")]
    Unreadable,
    /// Text in it could not be read on white. Holds the contrast it has; WCAG asks for 4.5.
    #[error("Choose a darker colour: on white its contrast is {0:.1} to 1, and text needs 4.5 to 1")]
    TooPale(f64),
}

/// The stylesheet that puts `colour` (`#00625a`) in place of ours: header, links and the marks of a place.
///
/// # Errors
/// [`Unfit`] when it is no colour, or its contrast on white is under 4.5 to 1 (WCAG 2.2, 1.4.3).
pub fn stylesheet(colour: &str) -> Result<String, Unfit> {
    let [red, green, blue] = parse(colour).ok_or(Unfit::Unreadable)?;
    let contrast = contrast_on_white([red, green, blue]);
    if contrast < 4.5 {
        return Err(Unfit::TooPale(contrast));
    }
    let colour = format!("#{red:02x}{green:02x}{blue:02x}");
    let darker = format!("#{:02x}{:02x}{:02x}", red / 5 * 3, green / 5 * 3, blue / 5 * 3);
    let rules =
        format!("--govuk-brand-colour:{colour};--govuk-link-colour:{colour};--govuk-link-hover-colour:{darker}");
    // On paper everything is black (`web/scss/wardmote/_print.scss`).
    Ok(format!("@media screen{{:root{{{rules}}}}}\n"))
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
        assert!(matches!(stylesheet("#777777"), Err(Unfit::TooPale(_))));
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
            prop_assert_eq!(stylesheet(&colour).is_ok(), contrast_on_white([red, green, blue]) >= 4.5);
        }
    }
}
