//! The slice on a store, on both engines.

extern crate wardmote_places as places;

#[cfg(test)]
mod it {
    mod api;
    mod choose;
    mod import;
    mod pages;
    mod store;
    mod town;
}
