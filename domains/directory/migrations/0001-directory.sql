-- Where an organisation works, from one day until before another.
create table organisation_place (
  partnership {id} not null, -- key
  organisation {id} not null, -- key
  place {id} not null, -- key
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  primary key (partnership, organisation, place, valid_from)
){strict};

-- What is recorded of the post behind a role: whose it is, on what terms, how it was filled and by whose agreement.
create table post (
  partnership {id} not null, -- key
  membership {id} not null, -- key
  owner {id}, -- key
  line_manager {id}, -- key
  terms {text}, -- work
  contract_from {date}, -- work
  contract_to {date}, -- work
  targets {text}, -- work
  assessed_by {text}, -- work
  appointed_how {text}, -- work
  agreed_by {text}, -- work
  changed_at {instant} not null, -- system
  primary key (partnership, membership)
){strict};

-- An interest somebody declared: what they have to do with, from one day until before another.
create table interest (
  partnership {id} not null, -- key
  id {id} not null, -- key
  person {id} not null, -- key
  what {text} not null, -- work
  valid_from {date} not null, -- work
  valid_to {date}, -- work
  declared_at {instant} not null, -- work
  primary key (partnership, id)
){strict};
create index interest_person on interest (partnership, person, valid_from, id);

-- Training that was attended on a day, or is needed.
create table training (
  partnership {id} not null, -- key
  id {id} not null, -- key
  person {id} not null, -- key
  subject {text} not null, -- work
  attended_on {date}, -- work
  created_at {instant} not null, -- system
  primary key (partnership, id)
){strict};
create index training_person on training (partnership, person, id);

-- The days on which a person's development was reviewed. What was said is between the two who said it.
create table development_review (
  partnership {id} not null, -- key
  person {id} not null, -- key
  held_on {date} not null, -- work
  created_at {instant} not null, -- system
  primary key (partnership, person, held_on)
){strict};
