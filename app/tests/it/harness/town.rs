use std::sync::Arc;

use access::{Reach, Role, Site};
use app::founding::{self, Arrived, Founding, Newcomer};
use base::Id;

/// A small partnership: one person for each role.
pub struct Town {
    pub id: Id,
    pub slug: &'static str,
    pub workers: Vec<Worker>,
}

/// Somebody who works there.
pub struct Worker {
    pub role: Role,
    pub email: String,
    pub arrived: Arrived,
}

impl Town {
    pub async fn found(site: &Arc<Site>, slug: &'static str, name: &str) -> Self {
        let founding = Founding {
            slug: slug.into(),
            name: name.into(),
            preset: "walsall".into(),
            accountable_body: None,
            brand_colour: "#00625a".into(),
        };
        let scope = founding.scope(site, "test");
        let id = scope.partnership();
        let walsall = places::demo::Demonstration::walsall().expect("Walsall's places");
        let found = move |tx: &mut db::Tx<'_>| {
            founding::found(tx, &scope)?;
            places::seed(tx, &scope, &walsall)?;
            let permit = scope.may(access::Right::Configure, &access::Ground::default())?;
            for (position, (code, public_place, seriousness)) in CATEGORIES.into_iter().enumerate() {
                let category = category(scope.new_id(), code, public_place, seriousness);
                voice::add_category(tx, &permit, &category, position as i64, scope.now.date())?;
            }
            Role::ALL
                .iter()
                .map(|role| {
                    let newcomer = newcomer(*role, slug);
                    let arrived = founding::welcome(tx, &scope, &newcomer)?;
                    Ok(Worker { role: *role, email: newcomer.email, arrived })
                })
                .collect::<Result<Vec<_>, base::Problem>>()
        };
        let workers = site.db.write(found).await.expect("a town");
        Self { id, slug, workers }
    }

    pub fn worker(&self, role: Role) -> &Worker {
        self.workers.iter().find(|worker| worker.role == role).expect("every role is held")
    }
}

fn newcomer(role: Role, slug: &str) -> Newcomer {
    Newcomer {
        name: format!("{} Example", role.words()),
        email: format!("{role}@{slug}.example.org"),
        organisation: None,
        phone: Some("01632 960001".into()),
        role,
        reach: Reach::Partnership,
        title: None,
    }
}

/// One category for each way the public sees a place.
const CATEGORIES: [(&str, voice::PublicPlace, i64); 4] = [
    ("street-lighting", voice::PublicPlace::Point, 2),
    ("fly-tipping", voice::PublicPlace::Street, 2),
    ("anti-social-behaviour", voice::PublicPlace::Ward, 3),
    ("hate-crime", voice::PublicPlace::None, 4),
];

fn category(id: Id, code: &str, public_place: voice::PublicPlace, default_seriousness: i64) -> voice::Category {
    let name = code.replace('-', " ");
    voice::Category {
        id,
        code: code.into(),
        name: name[..1].to_uppercase() + &name[1..],
        group_name: "Streets".into(),
        description: "For tests.".into(),
        default_seriousness,
        public_place,
        answer_within: 10,
        urgent_advice: None,
        is_notice: false,
    }
}
