//! The slice on a store, on both engines.

extern crate wardmote_places as places;

#[cfg(test)]
mod it {
    mod api;
    mod cartogram;
    mod choose;
    mod gazetteer;
    mod import;
    mod pages;
    mod partners;
    mod postcodes;
    mod sets;
    mod store;
    mod town;
}
