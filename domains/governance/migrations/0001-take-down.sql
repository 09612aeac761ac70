-- Somebody asked for something public to be taken down.
create table take_down_request (
  partnership {id} not null, -- key
  id {id} not null, -- key
  reference {text} not null, -- public
  version {int} not null, -- system
  kind {text} not null, -- public
  record {id} not null, -- key
  record_reference {text} not null, -- public
  why {text} not null, -- work
  words {blob}, -- words
  contact {blob}, -- contact
  asked_at {instant} not null, -- work
  hidden {bool} not null, -- work
  decide_by {instant} not null, -- work
  decision {text}, -- work
  reason {text}, -- work
  decided_at {instant}, -- work
  decided_by {id}, -- key
  told_at {instant}, -- work
  primary key (partnership, id),
  constraint take_down_request_reference_key unique (partnership, reference)
){strict};
create unique index take_down_request_open on take_down_request (partnership, record) where decided_at is null;
create index take_down_request_due on take_down_request (partnership, decide_by, id) where decided_at is null;
create index take_down_request_record on take_down_request (partnership, record, asked_at, id);
create index take_down_request_decided on take_down_request (partnership, decided_at desc, id desc) where decided_at is not null;
