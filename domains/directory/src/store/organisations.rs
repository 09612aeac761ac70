use access::Permit;
use base::{Date, Id};
use db::{Error, Tx, sql};

/// Says where an organisation works from `day` on; what is said no more ends on that day.
///
/// # Errors
/// Whatever the store answers.
pub fn set_places(
    tx: &mut Tx<'_>,
    permit: &Permit,
    organisation: Id,
    (was, places): (&[Id], &[Id]),
    day: Date,
) -> Result<(), Error> {
    let gone: Vec<Id> = was.iter().copied().filter(|place| !places.contains(place)).collect();
    if !gone.is_empty() {
        tx.run(sql!(
            "update organisation_place set valid_to = $3 where partnership = $1 and organisation = $2 \
             and valid_to is null and place in {list}",
            permit.partnership(),
            organisation,
            day,
            gone
        ))?;
    }
    for place in places.iter().filter(|place| !was.contains(place)) {
        tx.run(sql!(
            "insert into organisation_place (partnership, organisation, place, valid_from) values ($1, $2, $3, $4) \
             on conflict (partnership, organisation, place, valid_from) do update set valid_to = null",
            permit.partnership(),
            organisation,
            place,
            day
        ))?;
    }
    access::bump_epoch(tx, permit)
}
