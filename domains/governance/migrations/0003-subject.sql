-- Something must not go: an inquiry, a claim, a court.
create table legal_hold (
  partnership {id} not null, -- key
  id {id} not null, -- key
  reference {text} not null, -- work
  kind {text} not null, -- work
  record {id}, -- key
  subject {blob}, -- secret
  label {blob}, -- contact
  reason {text} not null, -- work
  set_at {instant} not null, -- work
  set_by {id}, -- key
  lifted_at {instant}, -- work
  lifted_by {id}, -- key
  lifted_why {text}, -- work
  primary key (partnership, id),
  constraint legal_hold_reference_key unique (partnership, reference)
){strict};
create index legal_hold_record on legal_hold (partnership, record) where lifted_at is null;

-- Somebody asks what is held about them, or to be forgotten.
create table subject_request (
  partnership {id} not null, -- key
  id {id} not null, -- key
  reference {text} not null, -- work
  version {int} not null, -- system
  kind {text} not null, -- work
  sought {blob}, -- contact
  received_on {date} not null, -- work
  due_on {date} not null, -- work
  state {text} not null, -- work
  reason {text}, -- work
  operation {id}, -- key
  searched_at {instant}, -- work
  created_at {instant} not null, -- system
  created_by {id}, -- key
  done_at {instant}, -- work
  done_by {id}, -- key
  primary key (partnership, id),
  constraint subject_request_reference_key unique (partnership, reference)
){strict};
create index subject_request_due on subject_request (partnership, due_on, id) where done_at is null;
create index subject_request_done on subject_request (partnership, done_at desc, id desc) where done_at is not null;

-- A concern that was found for such a request, and what of it is not given out.
create table subject_match (
  partnership {id} not null, -- key
  request {id} not null, -- key
  concern {id} not null, -- key
  how {text} not null, -- work
  left_out {bool} not null, -- work
  why {text}, -- work
  phrases {blob}, -- words
  primary key (partnership, request, concern)
){strict};
