//! What is written on a map, as a map-maker would: the name of every place that has room for it; on the others a number,
//! and beside the map what it stands for.

use super::Drawn;
use super::names::{self, Label, Paper};

/// Everything written on a map.
pub(super) struct Lettering<'a> {
    pub signs: Vec<Sign<'a>>,
    /// What the numbers stand for, from 1 on.
    pub key: Vec<&'a str>,
}

/// A name or a number, and where it stands.
pub(super) struct Sign<'a> {
    pub region: &'a Drawn,
    pub label: Label,
    pub is_number: bool,
}

impl<'a> Lettering<'a> {
    /// What is written on the part of a map that is shown.
    pub fn of(regions: &'a [Drawn], paper: &Paper) -> Self {
        let mut lettering = Self { signs: Vec::new(), key: Vec::new() };
        for region in regions {
            let named = names::place(&region.name, &region.pieces, paper);
            let is_number = named.is_none();
            let number = (lettering.key.len() + 1).to_string();
            let Some(label) = named.or_else(|| names::number(&number, &region.pieces, paper)) else { continue };
            if is_number {
                lettering.key.push(&region.name);
            }
            lettering.signs.push(Sign { region, label, is_number });
        }
        lettering
    }
}
