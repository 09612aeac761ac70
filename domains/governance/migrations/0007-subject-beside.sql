-- A safety marker or a take-down request that was found for a request about somebody's own data, and whether it is given;
-- nothing while nobody decided.
create table subject_beside (
  partnership {id} not null, -- key
  request {id} not null, -- key
  kind {text} not null, -- work
  record {id} not null, -- key
  how {text} not null, -- work
  given {bool}, -- work
  why {text}, -- work
  primary key (partnership, request, record)
){strict};
