-- Work that a committed change asked for. A row lives until its work is done.
create table job (
  partnership {id} not null, -- key
  id {id} not null, -- key
  kind {text} not null, -- system
  about {id} not null, -- key
  detail {text} not null, -- system
  run_at {instant} not null, -- system
  attempts {int} not null, -- system
  claimed_until {instant} not null, -- system
  last_error {text}, -- system
  operation {id} not null, -- key
  primary key (partnership, id)
){strict};
create index job_run_at on job (run_at, id);
