-- The tenant: a local partnership, a council, a city region. Every other row belongs to one.
create table partnership (
  id {id} not null primary key, -- key
  slug {text} not null, -- public
  host {text}, -- public
  name {text} not null, -- public
  preset {text} not null, -- work
  accountable_body {text}, -- public
  brand_colour {text} not null, -- public
  is_open {bool} not null, -- work
  epoch {int} not null, -- system
  version {int} not null, -- system
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  constraint partnership_slug_key unique (slug)
){strict};
create unique index partnership_host on partnership (host) where host is not null;

-- Settings are never changed, only followed by another version.
create table setting (
  partnership {id} not null, -- key
  name {text} not null, -- work
  version {int} not null, -- system
  value {text} not null, -- work
  at {instant} not null, -- system
  set_by {id}, -- key
  primary key (partnership, name, version)
){strict};

-- A partner: council directorate, police, health, housing, voluntary body, residents' group.
create table organisation (
  partnership {id} not null, -- key
  id {id} not null, -- key
  code {text} not null, -- public
  name {text} not null, -- public
  kind {text} not null, -- public
  phone {text}, -- public
  email {text}, -- public
  is_front_door {bool} not null, -- work
  valid_from {date} not null, -- work
  valid_to {date}, -- work
  version {int} not null, -- system
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  primary key (partnership, id),
  constraint organisation_code_key unique (partnership, code)
){strict};

-- How somebody proves who they are; the same one in every partnership they work in.
create table account (
  id {id} not null primary key, -- key
  email {text} not null, -- contact
  password {text}, -- secret
  created_at {instant} not null, -- system
  constraint account_email_key unique (email)
){strict};

-- Somebody who works in a partnership, with or without an account.
create table person (
  partnership {id} not null, -- key
  id {id} not null, -- key
  account {id}, -- key
  organisation {id}, -- key
  name {text} not null, -- work
  email {text}, -- work
  phone {text}, -- work
  version {int} not null, -- system
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  left_at {instant}, -- work
  primary key (partnership, id)
){strict};
create index person_account on person (account, partnership);

-- A role held in a scope between two dates: what gives rights, never the employer.
create table membership (
  partnership {id} not null, -- key
  id {id} not null, -- key
  person {id} not null, -- key
  role {text} not null, -- work
  reach {text} not null, -- work
  reach_id {id}, -- key
  title {text}, -- public
  valid_from {date} not null, -- work
  valid_to {date}, -- work
  created_at {instant} not null, -- system
  primary key (partnership, id)
){strict};
create index membership_person on membership (partnership, person);
create index membership_role on membership (partnership, role, reach_id);

create table session (
  hash {blob} not null primary key, -- secret
  account {id} not null, -- key
  made_at {instant} not null, -- system
  seen_at {instant} not null, -- system
  ends_at {instant} not null -- system
){strict};
create index session_account on session (account);
create index session_ends on session (ends_at);

-- Which of several roles somebody wears in a partnership during a session.
create table session_hat (
  session {blob} not null, -- secret
  partnership {id} not null, -- key
  membership {id} not null, -- key
  primary key (session, partnership)
){strict};

create table sign_in_link (
  hash {blob} not null primary key, -- secret
  account {id} not null, -- key
  made_at {instant} not null, -- system
  ends_at {instant} not null, -- system
  used_at {instant}, -- system
  goes_to {text} not null -- system
){strict};
create index sign_in_link_ends on sign_in_link (ends_at);

-- A key for a program, which then acts under one membership.
create table token (
  hash {blob} not null primary key, -- secret
  partnership {id} not null, -- key
  id {id} not null, -- key
  membership {id} not null, -- key
  name {text} not null, -- work
  made_at {instant} not null, -- system
  ends_at {instant}, -- system
  ended_at {instant} -- system
){strict};
create index token_membership on token (partnership, membership);
