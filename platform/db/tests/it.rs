//! The store on both engines.

extern crate wardmote_db as db;

#[cfg(test)]
mod it {
    mod constraints;
    mod copy;
    mod gates;
    mod groups;
    mod postgres;
    mod queues;
    mod races;
    mod register;
    mod round_trips;
    mod rules;
    mod statements;
    mod tables;
}
