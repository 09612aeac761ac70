//! Names and where they are.

use access::Permit;
use base::Id;
use db::{Error, Rows, ToValue, Tx, Value, sql};

db::row! {
    /// A name at a spot, as a gazetteer has it.
    pub(crate) struct GazetteerRow {
        pub(crate) folded: String,
        pub(crate) settlement: String,
        pub(crate) lat: f64,
        pub(crate) lon: f64,
        pub(crate) name: String,
    }
}

impl GazetteerRow {
    /// What tells it from every other.
    pub(crate) fn key(&self) -> (&str, &str, f64, f64) {
        (&self.folded, &self.settlement, self.lat, self.lon)
    }
}

/// The spots that go by one of these folded names.
pub(crate) fn named_spots(tx: &mut Tx<'_>, partnership: Id, names: &[String]) -> Result<Vec<GazetteerRow>, Error> {
    tx.all(sql!(
        "select folded, settlement, lat, lon, name from gazetteer where partnership = $1 and folded in {list} \
         order by folded, settlement, lat, lon",
        partnership,
        names
    ))
}

/// Keeps names; one that is here stays as it is. How many nobody knew.
pub(crate) fn keep_names(tx: &mut Tx<'_>, permit: &Permit, names: &[GazetteerRow]) -> Result<u64, Error> {
    let partnership = permit.partnership();
    let rows: Rows<'_> = names
        .iter()
        .map(|row| {
            vec![
                Value::Id(partnership),
                row.folded.to_value(),
                row.settlement.to_value(),
                Value::Real(row.lat),
                Value::Real(row.lon),
                row.name.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into gazetteer (partnership, folded, settlement, lat, lon, name) values {rows} \
         on conflict (partnership, folded, settlement, lat, lon) do nothing",
        rows
    ))
}
