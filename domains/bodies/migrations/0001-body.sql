-- Who meets and decides: a committee of the council, a board of partners, a meeting of residents (SAL-01).
create table body (
  partnership {id} not null, -- key
  id {id} not null, -- key
  code {text} not null, -- public
  name {text} not null, -- public
  class {text} not null, -- public
  kind {text}, -- public
  level {int}, -- public
  purpose {text} not null, -- public
  offices {text} not null, -- public
  is_open {bool} not null, -- work
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  successor {id}, -- key
  version {int} not null, -- system
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  primary key (partnership, id),
  constraint body_code_key unique (partnership, code)
){strict};

-- The places a body serves, from one day until before another; `came_from` is the body that served one before it.
create table body_place (
  partnership {id} not null, -- key
  body {id} not null, -- key
  place {id} not null, -- key
  came_from {id}, -- key
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  primary key (partnership, body, place, valid_from)
){strict};

-- Who sits in a body and in what office: a person, or an organisation that sends whom it likes.
create table seat (
  partnership {id} not null, -- key
  id {id} not null, -- key
  body {id} not null, -- key
  office {text} not null, -- public
  person {id}, -- key
  organisation {id}, -- key
  came_from {id}, -- key
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  created_at {instant} not null, -- system
  primary key (partnership, id)
){strict};
create index seat_body on seat (partnership, body, id);
create index seat_person on seat (partnership, person, id);
create index seat_organisation on seat (partnership, organisation, id);

-- A new initiative, with its own targets and places, in the hands of a body that was there before it (SAL-36).
create table initiative (
  partnership {id} not null, -- key
  id {id} not null, -- key
  body {id} not null, -- key
  name {text} not null, -- public
  about {text} not null, -- public
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  version {int} not null, -- system
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  primary key (partnership, id)
){strict};
create index initiative_body on initiative (partnership, body, id);

create table initiative_place (
  partnership {id} not null, -- key
  initiative {id} not null, -- key
  place {id} not null, -- key
  primary key (partnership, initiative, place)
){strict};

-- What an initiative is to reach: so much of it, by a day.
create table initiative_target (
  partnership {id} not null, -- key
  id {id} not null, -- key
  initiative {id} not null, -- key
  position {int} not null, -- system
  what {text} not null, -- public
  number {int} not null, -- public
  due_on {date} not null, -- public
  primary key (partnership, id)
){strict};
create index initiative_target_initiative on initiative_target (partnership, initiative, position, id);

-- What worked for somebody who coordinates, told to the others (ASK-19).
create table practice (
  partnership {id} not null, -- key
  id {id} not null, -- key
  what {text} not null, -- work
  place {id} not null, -- key
  issue {text}, -- work
  shared_by {id} not null, -- key
  shared_at {instant} not null, -- system
  taken_back_at {instant}, -- system
  primary key (partnership, id)
){strict};
create index practice_newest on practice (partnership, shared_at desc, id desc) where taken_back_at is null;
