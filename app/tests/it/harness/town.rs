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
        let found = move |tx: &mut db::Tx<'_>| {
            founding::found(tx, &scope)?;
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
