use std::sync::Arc;

use access::{Ground, NewOrganisation, Reach, Right, Role, Scope, Site, Token};
use app::founding::{self, Arrived, Founding, Newcomer};
use base::{Id, Problem};
use places::Places;
use places::demo::Demonstration;

/// A small partnership: four wards in two areas, a front door, one person for each role.
pub struct Town {
    pub id: Id,
    pub workers: Vec<Worker>,
}

/// Somebody who works there.
pub struct Worker {
    pub role: Role,
    pub email: String,
    pub arrived: Arrived,
    /// A key for a program that acts as them.
    pub token: String,
}

impl Town {
    /// Founds it. The area manager has the north area, the safeguarding lead the front door, everybody else the whole.
    pub async fn found(site: &Arc<Site>, slug: &'static str, name: &str) -> Self {
        Self::found_from(site, slug, name, "walsall").await
    }

    /// The same from another preset.
    pub async fn found_from(site: &Arc<Site>, slug: &'static str, name: &str, preset: &str) -> Self {
        let founding = Founding {
            slug: slug.into(),
            name: name.into(),
            preset: preset.into(),
            accountable_body: None,
            brand_colour: "#00625a".into(),
            is_open: true,
        };
        let demonstration = Demonstration::read(include_str!("town.toml")).expect("the town reads");
        let scope = founding.scope(site, "test", site.clock.now());
        let (id, front_door) = (scope.partnership(), scope.new_id());
        let made = site.db.write(move |tx| {
            founding::found(tx, &scope)?;
            places::seed(tx, &scope, &demonstration)?;
            add_organisations(tx, &scope, front_door)
        });
        made.await.expect("a town");
        let scope = founding::scope_of(site, slug, "test").await.expect("the town");
        let workers = site.db.write(move |tx| Role::ALL.iter().map(|role| welcome(tx, &scope, *role)).collect());
        Self { id, workers: workers.await.expect("its people") }
    }

    pub fn worker(&self, role: Role) -> &Worker {
        self.workers.iter().find(|worker| worker.role == role).expect("every role is held")
    }
}

fn add_organisations(tx: &mut db::Tx<'_>, scope: &Scope, front_door: Id) -> Result<(), Problem> {
    let permit = scope.may(Right::Configure, &Ground::default())?;
    for (id, code, name, is_front_door) in
        [(front_door, "front-door", "Front door", true), (scope.new_id(), "highways", "Highways", false)]
    {
        let new = NewOrganisation {
            id,
            code,
            name,
            kind: "council",
            phone: Some("01632 960100"),
            email: None,
            is_front_door,
            valid_from: scope.now.date(),
        };
        access::add_organisation(tx, &permit, &new, scope.now)?;
    }
    Ok(())
}

fn welcome(tx: &mut db::Tx<'_>, scope: &Scope, role: Role) -> Result<Worker, Problem> {
    let slug = &scope.snapshot.partnership.slug;
    let place = |code| scope.snapshot.part::<Places>().ok()?.by_code(code).map(|(id, _)| Reach::Place(id));
    let reach = match role {
        Role::AreaManager => place("area-1").expect("the north area"),
        Role::SafeguardingLead => Reach::Organisation(scope.front_door().expect("the front door")),
        _ => Reach::Partnership,
    };
    let newcomer = Newcomer {
        name: format!("{} Example", role.words()),
        email: format!("{role}@{slug}.example.org"),
        organisation: scope.front_door(),
        phone: Some("01632 960001".into()),
        role,
        reach,
        title: None,
    };
    let arrived = founding::welcome(tx, scope, &newcomer)?;
    let token = Token::draw(scope.dice());
    let permit = scope.may(Right::ManagePeople, &Ground::default())?;
    access::make_token(tx, &permit, scope.new_id(), &token, arrived.membership, "test", scope.now)?;
    Ok(Worker { role, email: newcomer.email, arrived, token: token.secret })
}
