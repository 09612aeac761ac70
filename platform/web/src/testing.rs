//! Checks that a page is built as assistive technology needs it.
