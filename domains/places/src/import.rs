//! Boundary files taken in: known places are redrawn from a day on, new ones added, wards whose ground was divided anew
//! ended. What was true before the day stays true of the days before it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::{Done, Ground, Permit, Right, Scope};
use base::{Date, Id, Problem};
use db::Tx;

use crate::boundary_file::{BoundaryFile, Columns, Refused, stranger_to};
use crate::known::Places;
use crate::partners;
use crate::place::{Code, Kind, Place};
use crate::point::Point;
use crate::shape::Shape;
use crate::store::{
    Known, NewPlace, add_parts, add_places, draw, end_place, keep_ending, known, rename_place, reopen_place,
};

/// Places in one transaction: large ones have thousands of corners.
const CHUNK: usize = 50;

/// A boundary file and how to read it.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// The file's content.
    pub bytes: &'a [u8],
    /// What kind of places it holds.
    pub kind: Kind,
    /// Which columns to read, where a person has said so.
    pub columns: Columns<Option<String>>,
    /// The first day on which its lines hold.
    pub valid_from: Date,
    /// Whether these are all places of the kind from that day on: then every other one ends.
    pub whole: bool,
    /// Whether places are taken in too that are neither known nor on the partnership's ground: it grows, or was somewhere
    /// else.
    pub everywhere: bool,
    /// Why places end that end with it, for whoever asks later.
    pub reason: Option<&'a str>,
    /// Whether only to say what would be done.
    pub dry_run: bool,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Places that were added.
    pub added: usize,
    /// Known places whose line or name is another from the day on.
    pub changed: usize,
    /// Known places that are as they were.
    pub unchanged: usize,
    /// Names of places that end on the day, because their ground was divided anew.
    pub ended: Vec<String>,
    /// What to look at; nothing failed.
    pub warnings: Vec<String>,
    /// Features that were not taken in, for the file of errors.
    pub refused: Vec<Refused>,
}

/// One place of the file, made ready outside the transaction.
struct Row {
    feature: usize,
    line: usize,
    code: Code,
    name: String,
    centre: Point,
    /// The ground as it is stored.
    shape: String,
    /// What a new place becomes part of.
    parents: Vec<Id>,
    /// Places of its kind whose middle lies in it and which the file does not name.
    replaces: Vec<(Id, String)>,
}

/// What the store says of a row.
enum Finding {
    New,
    /// Ended on this very day by an import before; it goes on.
    Reopened(Id),
    Known(Id, Changed),
    Refused(String),
}

/// What differs between the file and a known place.
#[derive(Clone, Copy)]
struct Changed {
    name: bool,
    shape: bool,
}

/// Takes in a boundary file. A broken feature never stops the rest; running it again changes nothing.
///
/// # Errors
/// An invalid `file` when nothing in it can be read, [`Problem::NotAllowed`] without the right to configure; else
/// whatever the store answers: what was committed by then stays, and running it again goes on.
pub async fn import_boundaries(scope: &Scope, import: &Import<'_>) -> Result<Imported, Problem> {
    scope.may(Right::Configure, &Ground::default())?;
    let file = BoundaryFile::read(import.bytes, import.kind, &import.columns);
    let file = file.map_err(|sentence| Problem::field("file", sentence))?;
    let (partnership, from, kind) = (scope.partnership(), import.valid_from, import.kind);
    let db = &scope.site.db;
    let before = db.read(move |tx| crate::store::places_on(tx, partnership, from)).await?;

    let Ready { rows, rest, warnings } = ready(scope, import, &file, &before);
    let mut done = Imported { warnings, refused: file.refused, ..Imported::default() };
    done.ended.extend(rest.iter().map(|(_, name)| name.clone()));

    let reason: Option<Arc<str>> = import.reason.map(Arc::from);
    let rows: Arc<[Row]> = rows.into();
    for start in (0..rows.len()).step_by(CHUNK) {
        let (rows, scope, reason) = (Arc::clone(&rows), scope.clone(), reason.clone());
        let span = start..(start + CHUNK).min(rows.len());
        let chunk = if import.dry_run {
            db.read(move |tx| judge(tx, &scope, kind, from, &rows[span.clone()]).map(|judged| judged.0)).await?
        } else {
            db.bulk(move |tx| take_in(tx, &scope, kind, from, reason.as_deref(), &rows[span.clone()])).await?
        };
        done.add(chunk);
    }
    if !import.dry_run && !rest.is_empty() {
        let scope = scope.clone();
        db.bulk(move |tx| rest.iter().try_for_each(|(id, _)| end(tx, &scope, *id, from, reason.as_deref()))).await?;
    }
    done.refused.sort_by_key(|refused| refused.feature);
    if !import.dry_run {
        let scope = scope.clone();
        db.housekeep("partners' lines are measured against ours", move |tx| partners::follow(tx, &scope, partnership))
            .await?;
    }
    Ok(done)
}

/// A file made ready against the places of its first day.
struct Ready {
    rows: Vec<Row>,
    /// What ends because the file is the whole set and does not name it.
    rest: Vec<(Id, String)>,
    warnings: Vec<String>,
}

fn ready(scope: &Scope, import: &Import<'_>, file: &BoundaryFile, before: &Places) -> Ready {
    let atlas = before.lookup().atlas();
    let strangers = file.strangers(&scope.snapshot.partnership.name, atlas);
    let lot = if import.everywhere {
        "Taken in all the same."
    } else {
        "Left out, as places elsewhere are unless you ask for them."
    };
    let mut warnings: Vec<String> = strangers.map(|sentence| format!("{sentence} {lot}")).into_iter().collect();
    warnings.extend(file.warnings.iter().cloned());
    let rows = rows_of(file, import, before);
    let named: BTreeSet<&Code> = rows.iter().map(|row| &row.code).collect();
    let replaced: BTreeSet<Id> = rows.iter().flat_map(|row| &row.replaces).map(|(id, _)| *id).collect();
    let unnamed = atlas.of_kind(import.kind).filter(|place| !named.contains(&place.code));
    let mut rest: Vec<(Id, String)> =
        unnamed.filter_map(|place| Some((before.id(place)?, place.name.clone()))).collect();
    rest.retain(|(id, _)| import.whole && !rows.is_empty() && !replaced.contains(id));
    if !rest.is_empty() && !file.refused.is_empty() {
        rest.clear();
        let kind = import.kind.words();
        warnings.push(format!("Some features cannot be read, so no {kind} ends that the file does not name."));
    }
    Ready { rows, rest, warnings }
}

/// A place of a file that would be taken in.
pub(crate) struct Taken {
    pub code: Code,
    pub name: String,
    pub shape: Shape,
    /// What it becomes part of, if it is new.
    pub parents: Vec<Id>,
    /// Whether a known place gets another line or name.
    pub is_changed: bool,
}

/// What a file would do.
pub(crate) struct Taking {
    pub rows: Vec<Taken>,
    pub ended: Vec<Id>,
}

/// What a file would do to the places of its first day.
pub(crate) async fn taking(
    scope: &Scope,
    import: &Import<'_>,
    file: &BoundaryFile,
    before: &Places,
) -> Result<Taking, Problem> {
    let Ready { rows, rest, .. } = ready(scope, import, file, before);
    let shapes: BTreeMap<&Code, &Shape> = file.rows.iter().map(|row| (&row.code, &row.shape)).collect();
    let mut taking = Taking { rows: Vec::new(), ended: rest.into_iter().map(|(id, _)| id).collect() };
    let (partnership, kind, from) = (scope.partnership(), import.kind, import.valid_from);
    for chunk in rows.chunks(CHUNK) {
        let codes: Vec<Code> = chunk.iter().map(|row| row.code.clone()).collect();
        let read = move |tx: &mut Tx<'_>| known(tx, partnership, from, &codes.iter().collect::<Vec<_>>());
        let known = scope.site.db.read(read).await?;
        for row in chunk {
            let is_changed = match row.find(&known, kind, from) {
                Finding::Refused(_) => continue,
                Finding::New => false,
                Finding::Reopened(_) => true,
                Finding::Known(_, Changed { name, shape }) => name || shape,
            };
            let Some(shape) = shapes.get(&row.code).map(|shape| Shape::clone(shape)) else { continue };
            let (code, name, parents) = (row.code.clone(), row.name.clone(), row.parents.clone());
            taking.rows.push(Taken { code, name, shape, parents, is_changed });
            taking.ended.extend(row.replaces.iter().map(|(id, _)| *id));
        }
    }
    Ok(taking)
}

impl Imported {
    /// Whether any line is, or would be, another than before.
    #[must_use]
    pub fn changes_lines(&self) -> bool {
        self.added + self.changed + self.ended.len() > 0
    }

    fn add(&mut self, chunk: Self) {
        self.added += chunk.added;
        self.changed += chunk.changed;
        self.unchanged += chunk.unchanged;
        self.ended.extend(chunk.ended);
        self.refused.extend(chunk.refused);
    }
}

fn rows_of(file: &BoundaryFile, import: &Import<'_>, before: &Places) -> Vec<Row> {
    let atlas = before.lookup().atlas();
    let (kind, strange) = (import.kind, stranger_to(atlas));
    let named: BTreeMap<&Code, ()> = file.rows.iter().map(|row| (&row.code, ())).collect();
    let unnamed: Vec<(&Place, Point)> = atlas
        .of_kind(kind)
        .filter(|place| kind.tiles() && !named.contains_key(&place.code))
        .filter_map(|place| Some((place, atlas.shape(place.code.as_str())?.centre())))
        .collect();
    let rows = file.rows.iter().filter(|row| import.everywhere || !strange(row));
    rows.map(|row| {
        let centre = row.shape.centre();
        let is_new = atlas.place(row.code.as_str()).is_none();
        let replaced = unnamed.iter().filter(|(_, middle)| is_new && row.shape.contains(*middle));
        Row {
            feature: row.feature,
            line: row.line,
            code: row.code.clone(),
            name: row.name.clone(),
            centre,
            shape: row.shape.to_geojson().to_string(),
            parents: parents(kind, centre, before),
            replaces: replaced.filter_map(|(place, _)| Some((before.id(place)?, place.name.clone()))).collect(),
        }
    })
    .collect()
}

/// What a new place is part of: what the place of its kind was that lay here, else the next wider place around its
/// middle, else the borough where there is one only.
fn parents(kind: Kind, centre: Point, before: &Places) -> Vec<Id> {
    let around = before.lookup().at(centre);
    let atlas = before.lookup().atlas();
    let predecessor = around.iter().find(|place| place.kind == kind && kind.tiles());
    if let Some(predecessor) = predecessor {
        let parents = predecessor.parents.iter().filter_map(|code| before.by_code(code.as_str()));
        return parents.map(|(id, _)| id).collect();
    }
    let wider = around.into_iter().find(|place| place.kind > kind && place.kind > Kind::Ward);
    let mut boroughs = atlas.of_kind(Kind::Borough).filter(|_| kind < Kind::Borough);
    let only = boroughs.next().filter(|_| boroughs.next().is_none());
    wider.or(only).and_then(|place| before.id(place)).into_iter().collect()
}

/// What is to be done with each row, and the counts of it.
fn judge(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: Kind,
    from: Date,
    rows: &[Row],
) -> Result<(Imported, Vec<Finding>), Problem> {
    let codes: Vec<&Code> = rows.iter().map(|row| &row.code).collect();
    let known = known(tx, scope.partnership(), from, &codes)?;
    let mut done = Imported::default();
    let findings: Vec<Finding> = rows.iter().map(|row| row.find(&known, kind, from)).collect();
    for (row, finding) in rows.iter().zip(&findings) {
        match finding {
            Finding::New => done.added += 1,
            Finding::Known(_, Changed { name: false, shape: false }) => done.unchanged += 1,
            Finding::Known(..) | Finding::Reopened(_) => done.changed += 1,
            Finding::Refused(why) => {
                let sentence = format!("Feature {} ({}) {why}.", row.feature, row.code);
                done.refused.push(Refused { feature: row.feature, line: row.line, sentence });
            }
        }
        if !matches!(finding, Finding::Refused(_)) {
            done.ended.extend(row.replaces.iter().map(|(_, name)| name.clone()));
        }
    }
    Ok((done, findings))
}

impl Row {
    fn find(&self, known: &[Known], kind: Kind, from: Date) -> Finding {
        let own = || known.iter().filter(|known| known.code == self.code);
        if let Some(place) = own().find(|place| place.holds_on(from)) {
            if place.kind != kind {
                return Finding::Refused(format!("is known as {}, not as {}", a(place.kind), a(kind)));
            }
            let shape = place.shape.as_deref() != Some(self.shape.as_str());
            return Finding::Known(place.id, Changed { name: place.name != self.name, shape });
        }
        if let Some(later) = own().find(|place| place.valid_from > from) {
            return Finding::Refused(format!("begins on {}; import it from that day", later.valid_from));
        }
        match own().find(|place| place.valid_to == Some(from) && place.kind == kind) {
            Some(ended) => Finding::Reopened(ended.id),
            None => Finding::New,
        }
    }
}

fn a(kind: Kind) -> String {
    let words = kind.words();
    format!("{} {words}", if words.starts_with('a') { "an" } else { "a" })
}

fn take_in(
    tx: &mut Tx<'_>,
    scope: &Scope,
    kind: Kind,
    from: Date,
    reason: Option<&str>,
    rows: &[Row],
) -> Result<Imported, Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    let (done, findings) = judge(tx, scope, kind, from, rows)?;
    for (row, finding) in rows.iter().zip(findings) {
        let place = match finding {
            Finding::New => row.add(tx, scope, &permit, kind, from)?,
            Finding::Reopened(id) => {
                reopen_place(tx, &permit, id, scope.now)?;
                row.redraw(tx, scope, &permit, id, from)?;
                id
            }
            Finding::Known(id, changed) => {
                if changed.name {
                    rename_place(tx, &permit, id, &row.name, scope.now)?;
                    tell(tx, scope, id, "rename", &["name"], &row.name)?;
                }
                if changed.shape {
                    row.redraw(tx, scope, &permit, id, from)?;
                }
                id
            }
            Finding::Refused(_) => continue,
        };
        for (ended, _) in row.replaces.iter().filter(|(ended, _)| *ended != place) {
            end(tx, scope, *ended, from, reason)?;
        }
    }
    Ok(done)
}

fn end(tx: &mut Tx<'_>, scope: &Scope, place: Id, from: Date, reason: Option<&str>) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    end_place(tx, &permit, place, from, scope.now)?;
    match reason {
        None => tell(tx, scope, place, "end", &["valid_to"], &from.to_string()),
        Some(reason) => {
            keep_ending(tx, &permit, place, reason)?;
            tell(tx, scope, place, "end", &["valid_to", "reason"], &format!("{from} {reason}"))
        }
    }
}

impl Row {
    fn add(&self, tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, kind: Kind, from: Date) -> Result<Id, Problem> {
        let id = scope.new_id();
        let place = Place {
            code: self.code.clone(),
            name: self.name.clone(),
            kind,
            parents: Vec::new(),
            valid_from: from,
            valid_to: None,
            centre: self.centre,
            hex: None,
        };
        add_places(tx, permit, &[NewPlace { id, place: &place }], scope.now)?;
        let parts: Vec<(Id, Id, Date)> = self.parents.iter().map(|parent| (id, *parent, from)).collect();
        add_parts(tx, permit, &parts)?;
        draw(tx, permit, id, from, &self.shape)?;
        tell(tx, scope, id, "add", &["code", "name", "boundary"], &self.shape)?;
        Ok(id)
    }

    fn redraw(&self, tx: &mut Tx<'_>, scope: &Scope, permit: &Permit, id: Id, from: Date) -> Result<(), Problem> {
        draw(tx, permit, id, from, &self.shape)?;
        tell(tx, scope, id, "redraw", &["boundary"], &self.shape)
    }
}

fn tell(
    tx: &mut Tx<'_>,
    scope: &Scope,
    record: Id,
    verb: &'static str,
    fields: &'static [&'static str],
    values: &str,
) -> Result<(), Problem> {
    scope.tell(tx, Done { kind: "place", record, verb, fields, values })?;
    Ok(())
}
