use db::Slice;

db::housekeeping_tables! { "job", "lock" }
db::partnership_free_tables! { "thing", "part", "audit", "job", "lock", "tally", "kind" }

/// The tables of these tests.
pub const SLICE: Slice = Slice {
    name: "db-tests",
    migrations: &[(
        "0001-things",
        "create table thing (
            id {id} primary key, name {text} not null, size {int}, share {real}, open {bool} not null default false,
            body {blob}, note {json} not null default '{}', at {instant}, day {date},
            constraint thing_size check (size < 1000)
        ) {strict};
        create table audit (id {id} primary key) {strict};",
    )],
};
