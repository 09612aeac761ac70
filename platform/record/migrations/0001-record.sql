-- One row for each change and each look at restricted data. Ids and names of fields only: what a field said is its revision.
create table event (
  partnership {id} not null, -- key
  id {id} not null, -- key
  at {instant} not null, -- system
  actor {id}, -- key
  hat {id}, -- key
  operation {id} not null, -- key
  kind {text} not null, -- system
  record {id} not null, -- key
  verb {text} not null, -- system
  fields {text} not null, -- system
  value_hash {blob} not null, -- secret
  leaf {blob} not null, -- system
  position {int}, -- system
  primary key (partnership, id)
){strict};
create index event_record on event (partnership, record, at, id);
create index event_at on event (partnership, at, id);
create unique index event_position on event (partnership, position) where position is not null;
create index event_unplaced on event (partnership, at, id) where position is null;

-- How far each partnership's tree has grown.
create table tree_head (
  partnership {id} not null primary key, -- key
  size {int} not null, -- system
  root {blob} not null, -- system
  frontier {blob} not null, -- system
  at {instant} not null -- system
){strict};

-- What a record said before and after a change; blanked by retention and erasure, never the event beside it.
create table revision (
  partnership {id} not null, -- key
  id {id} not null, -- key
  record {id} not null, -- key
  event {id} not null, -- key
  at {instant} not null, -- system
  sealed {blob}, -- words
  primary key (partnership, id)
){strict};
create index revision_record on revision (partnership, record, at, id);

-- One key for each person or matter whose words we hold; without it what was sealed under it is noise.
create table subject_key (
  partnership {id} not null, -- key
  subject {id} not null, -- key
  wrapped {blob} not null, -- secret
  made_at {instant} not null, -- system
  primary key (partnership, subject)
){strict};

-- Which keys were destroyed, so that a restored backup can be made to forget again.
create table erasure (
  partnership {id} not null, -- key
  subject {id} not null, -- key
  at {instant} not null, -- system
  reason {text} not null, -- work
  primary key (partnership, subject)
){strict};

-- The first row of a command that came with an idempotency key.
create table idempotency (
  partnership {id} not null, -- key
  asker {text} not null, -- key
  key {text} not null, -- key
  body_hash {blob} not null, -- secret
  answer {text}, -- system
  at {instant} not null, -- system
  primary key (partnership, asker, key)
){strict};
create index idempotency_at on idempotency (partnership, at);
