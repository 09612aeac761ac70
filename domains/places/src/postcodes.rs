use base::Id;
use db::{Error, Tx, sql};

use crate::point::Point;
use crate::postcode::Postcode;

/// Where a postcode is, if the partnership knows it.
///
/// # Errors
/// Whatever the store answers.
pub fn postcode_point(tx: &mut Tx<'_>, partnership: Id, code: Postcode) -> Result<Option<Point>, Error> {
    let spot: Option<(f64, f64)> = tx.opt(sql!(
        "select lat, lon from postcode where partnership = $1 and code = $2",
        partnership,
        code.to_string()
    ))?;
    Ok(spot.and_then(|(lat, lon)| Point::new(lat, lon)))
}
