//! The slice on a store, on both engines.

extern crate wardmote_places as places;

#[cfg(test)]
mod it {
    mod import;
    mod store;
    mod town;
}
