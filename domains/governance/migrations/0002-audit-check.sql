-- When somebody had the audit's tree checked, and what was found.
create table audit_check (
  partnership {id} not null, -- key
  id {id} not null, -- key
  at {instant} not null, -- work
  checked_by {id}, -- key
  size {int}, -- system
  root {text}, -- system
  fault {text}, -- system
  primary key (partnership, id)
){strict};
create index audit_check_at on audit_check (partnership, at desc, id desc);
