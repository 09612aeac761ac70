//! The store on both engines.

extern crate wardmote_db as db;

mod it {
    mod round_trips;
    mod tables;
}
