-- Long work: an import, a redraw, an export. Its cursor commits with each chunk, so whoever takes it up next goes on from there.
create table operation (
  partnership {id} not null, -- key
  id {id} not null, -- key
  kind {text} not null, -- system
  title {text} not null, -- work
  detail {text} not null, -- work
  state {text} not null, -- system
  cursor {text} not null, -- system
  done {int} not null, -- system
  unchanged {int} not null, -- system
  rejected {int} not null, -- system
  total {int}, -- system
  sentence {text}, -- work
  begun_by {id}, -- key
  hat {id}, -- key
  cancel_asked_at {instant}, -- system
  undo_until {instant}, -- system
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  finished_at {instant}, -- system
  primary key (partnership, id)
){strict};
create index operation_created_at on operation (partnership, created_at desc, id desc);

-- A row of the file that was not taken in, and why; never what it said.
create table operation_fault (
  partnership {id} not null, -- key
  operation {id} not null, -- key
  line {int} not null, -- system
  field {text} not null, -- work
  sentence {text} not null, -- work
  primary key (partnership, operation, line, field)
){strict};

-- The file it works through, in sealed pieces; gone once the work can no longer be undone.
create table operation_file (
  partnership {id} not null, -- key
  operation {id} not null, -- key
  piece {int} not null, -- system
  sealed {blob} not null, -- words
  primary key (partnership, operation, piece)
){strict};
