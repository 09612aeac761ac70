//! Who sees what is said twice, in Rust and in SQL: every kind of row before every kind of person, on both engines.

use access::{
    ConcernRow, Hat, IssueRow, Reach, Role, Sees, Who, concern_rule, issue_rule, visible_concerns_for,
    visible_issues_for,
};
use base::{Id, Instant};
use db::{Rows, ToValue, Tx, Value, sql};

use crate::harness::{TestApp, tell_anything};

/// Ids that mean something to both sides.
struct Ids {
    here: Id,
    there: Id,
    ours: Id,
    theirs: Id,
    mine: Id,
}

impl Ids {
    fn draw(app: &TestApp) -> Self {
        let now = app.site.clock.now();
        let id = || app.site.dice.id(now);
        Self { here: id(), there: id(), ours: id(), theirs: id(), mine: id() }
    }

    /// Everybody there can be.
    fn everybody(&self) -> Vec<Who> {
        let mut all = vec![Who::Anyone, Who::Contributor(self.mine), Who::System("test")];
        for role in Role::ALL {
            for reach in
                [Reach::Partnership, Reach::Place(self.here), Reach::Organisation(self.ours), Reach::Body(self.here)]
            {
                all.push(Who::Person(Box::new(Hat {
                    person: self.mine,
                    name: "Test Example".into(),
                    organisation: Some(self.ours),
                    membership: self.mine,
                    role: *role,
                    title: role.words(),
                    reach,
                    covers: None,
                })));
            }
        }
        all
    }

    fn concerns(&self) -> Vec<ConcernRow> {
        let mut rows = Vec::new();
        for protection in [0, 2, 3, 5] {
            for held in [false, true] {
                for owner_organisation in [None, Some(self.ours), Some(self.theirs)] {
                    for hidden_at in [None, Some(Instant::from_micros(1))] {
                        for places in [vec![], vec![self.here], vec![self.there], vec![self.here, self.there]] {
                            for recorded_by in [None, Some(self.mine), Some(self.theirs)] {
                                rows.push(ConcernRow {
                                    protection,
                                    held,
                                    owner_organisation,
                                    hidden_at,
                                    places: places.clone(),
                                    recorded_by,
                                });
                            }
                        }
                    }
                }
            }
        }
        rows
    }

    fn issues(&self) -> Vec<IssueRow> {
        let mut rows = Vec::new();
        for published_at in [None, Some(Instant::from_micros(1))] {
            for hidden_at in [None, Some(Instant::from_micros(1))] {
                for places in [vec![], vec![self.here], vec![self.there], vec![self.here, self.there]] {
                    rows.push(IssueRow { published_at, hidden_at, places });
                }
            }
        }
        rows
    }
}

fn store_concerns(tx: &mut Tx<'_>, partnership: Id, rows: &[(Id, ConcernRow)]) -> Result<(), db::Error> {
    let nothing = Value::Int(0);
    let concerns: Rows<'_> = rows
        .iter()
        .map(|(id, row)| {
            vec![
                Value::Id(partnership),
                Value::Id(*id),
                Value::Text(id.to_string().into()),
                Value::Int(1),
                Value::Id(*id),
                Value::Text("heard".into()),
                Value::Text("web".into()),
                nothing.clone(),
                nothing.clone(),
                nothing.clone(),
                row.recorded_by.to_value(),
                Value::Int(row.protection),
                Value::Bool(row.held),
                row.owner_organisation.to_value(),
                Value::Text("en-GB".into()),
                row.hidden_at.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into concern (partnership, id, reference, version, category, status, channel, heard_at, created_at, changed_at, \
         recorded_by, protection, held, owner_organisation, language, hidden_at) values {rows}",
        concerns
    ))?;
    let places: Rows<'_> = rows
        .iter()
        .flat_map(|(id, row)| {
            row.places.iter().map(|place| {
                vec![Value::Id(partnership), Value::Id(*id), Value::Id(*place), Value::Bool(true), nothing.clone()]
            })
        })
        .collect();
    tx.insert_many(sql!(
        "insert into concern_place (partnership, concern, place, waits, heard_at) values {rows}",
        places
    ))?;
    tell_anything(tx, partnership)
}

fn store_issues(tx: &mut Tx<'_>, partnership: Id, rows: &[(Id, IssueRow)]) -> Result<(), db::Error> {
    let nothing = Value::Int(0);
    let issues: Rows<'_> = rows
        .iter()
        .map(|(id, row)| {
            vec![
                Value::Id(partnership),
                Value::Id(*id),
                Value::Text(id.to_string().into()),
                Value::Int(1),
                Value::Text("T".into()),
                Value::Text("t".into()),
                row.published_at.to_value(),
                Value::Id(*id),
                Value::Int(0),
                Value::Text("new".into()),
                Value::Int(1),
                Value::Int(1),
                Value::Int(1),
                Value::Int(1),
                Value::Int(0),
                Value::Int(0),
                Value::Bool(false),
                Value::Bool(false),
                Value::Bool(false),
                Value::Bool(false),
                nothing.clone(),
                nothing.clone(),
                nothing.clone(),
                nothing.clone(),
                row.hidden_at.to_value(),
            ]
        })
        .collect();
    tx.insert_many(sql!(
        "insert into issue (partnership, id, reference, version, title, folded, published_at, category, level, status, seriousness, \
         reach, priority, standing, voices, voices_then, came_back, contested, look_again, in_focus, answer_by, opened_at, created_at, \
         changed_at, hidden_at) values {rows}",
        issues
    ))?;
    let places: Rows<'_> = rows
        .iter()
        .flat_map(|(id, row)| {
            row.places.iter().map(|place| {
                vec![
                    Value::Id(partnership),
                    Value::Id(*id),
                    Value::Id(*place),
                    Value::Bool(true),
                    Value::Bool(true),
                    Value::Bool(true),
                    Value::Text("new".into()),
                    Value::Int(1),
                    Value::Id(partnership),
                    nothing.clone(),
                ]
            })
        })
        .collect();
    tx.insert_many(sql!(
        "insert into issue_place (partnership, issue, place, is_public, is_seen, is_open, status, standing, category, opened_at) \
         values {rows}",
        places
    ))?;
    tell_anything(tx, partnership)
}

stories! {
    async fn concerns_are_seen_alike_by_rule_and_by_list(app) {
        let ids = Ids::draw(&app);
        let (partnership, now) = (app.walsall.id, app.site.clock.now());
        let rows: Vec<(Id, ConcernRow)> = ids.concerns().into_iter().map(|row| (app.site.dice.id(now), row)).collect();
        let stored = rows.clone();
        app.site.db.write(move |tx| store_concerns(tx, partnership, &stored)).await.expect("rows");
        let everybody = ids.everybody();
        for who in everybody {
            let rule = visible_concerns_for(&who);
            let listed: Vec<Id> = app.site.db.read(move |tx| {
                tx.all(sql!("select id from concern where partnership = $1 and {visible:concern} order by id", partnership).visible(rule.clone()))
            }).await.expect("a list");
            for (id, row) in &rows {
                assert_eq!(concern_rule(&who, row) == Sees::Fields, listed.contains(id), "{who:?} {row:?}");
            }
        }
    }

    async fn issues_are_seen_alike_by_rule_and_by_list(app) {
        let ids = Ids::draw(&app);
        let (partnership, now) = (app.walsall.id, app.site.clock.now());
        let rows: Vec<(Id, IssueRow)> = ids.issues().into_iter().map(|row| (app.site.dice.id(now), row)).collect();
        let stored = rows.clone();
        app.site.db.write(move |tx| store_issues(tx, partnership, &stored)).await.expect("rows");
        for who in ids.everybody() {
            let rule = visible_issues_for(&who);
            let listed: Vec<Id> = app.site.db.read(move |tx| {
                tx.all(sql!("select id from issue where partnership = $1 and {visible:issue} order by id", partnership).visible(rule.clone()))
            }).await.expect("a list");
            for (id, row) in &rows {
                assert_eq!(issue_rule(&who, row) == Sees::Fields, listed.contains(id), "{who:?} {row:?}");
            }
        }
    }
}
