-- What whoever visits an address must know first, so that they come back safe.
create table safety_marker (
  partnership {id} not null, -- key
  id {id} not null, -- key
  reference {text} not null, -- work
  version {int} not null, -- system
  address {blob}, -- contact
  account {blob}, -- words
  appeal {blob}, -- words
  happened_on {date} not null, -- work
  authority {text} not null, -- work
  capacity {text} not null, -- work
  decided_by {id}, -- key
  set_at {instant} not null, -- work
  told_on {date}, -- work
  review_on {date} not null, -- work
  reviewed_at {instant}, -- work
  reviewed_by {id}, -- key
  review_reason {text}, -- work
  appealed_on {date}, -- work
  appeal_kept {bool}, -- work
  appeal_reason {text}, -- work
  answered_at {instant}, -- work
  answered_by {id}, -- key
  ended_at {instant}, -- work
  ended_by {id}, -- key
  ended_how {text}, -- work
  ended_why {text}, -- work
  primary key (partnership, id),
  constraint safety_marker_reference_key unique (partnership, reference)
){strict};
create index safety_marker_review on safety_marker (partnership, review_on, id) where ended_at is null;
create index safety_marker_ended on safety_marker (partnership, ended_at desc, id desc) where ended_at is not null;

-- By what a marker is found while it is in force: keyed hashes of its house and of a person's address or number.
create table safety_marker_on (
  partnership {id} not null, -- key
  found_by {blob} not null, -- secret
  marker {id} not null, -- key
  primary key (partnership, found_by, marker)
){strict};
create index safety_marker_on_marker on safety_marker_on (partnership, marker);
