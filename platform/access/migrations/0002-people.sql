-- What an organisation is a part of, what took over from it, what it does here and what it gives.
alter table organisation add column part_of {id}; -- key
alter table organisation add column successor {id}; -- key
alter table organisation add column does {text}; -- public
alter table organisation add column gives {text}; -- public

-- When somebody was last asked by mail to sign in.
alter table person add column invited_at {instant}; -- work
create index person_name on person (partnership, name, id);

-- Somebody stands in for another in one of their roles, from one day until before another.
create table cover (
  partnership {id} not null, -- key
  id {id} not null, -- key
  membership {id} not null, -- key
  person {id} not null, -- key
  valid_from {date} not null, -- work
  valid_to {date} not null, -- work
  created_at {instant} not null, -- system
  primary key (partnership, id)
){strict};
create index cover_person on cover (partnership, person, valid_from);
create index cover_membership on cover (partnership, membership, valid_from);

-- When somebody signed in, first and last: who was invited and never came can be asked again.
create table sign_in (
  account {id} not null primary key, -- key
  first_at {instant} not null, -- system
  last_at {instant} not null -- system
){strict};
