//! Every line of SQL of bodies.

mod bodies;
mod initiatives;
mod practice;

pub(crate) use bodies::{begin_later, bodies, end, end_seat, insert, places, save, seat, seats, serve, serve_no_more};
pub(crate) use initiatives::{add_initiative, change_initiative, covered, initiatives, targets};
pub(crate) use practice::{Note, newest, note, share, take_back};
