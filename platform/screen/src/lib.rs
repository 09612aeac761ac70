//! Reads what people typed before anybody else does. [`danger`] finds the words that hold a resident's concern for the
//! safeguarding lead (XC-04); [`personal`] finds the personal details that staff words must not carry into public (XC-05).
//! Both are pure, take time in proportion to the text, and say in a plain sentence what they found.

pub mod danger;
pub mod personal;
