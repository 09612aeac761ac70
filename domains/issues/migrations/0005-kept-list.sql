-- Filters of the list of issues that somebody who works here keeps under a name of their own.
create table kept_list (
  partnership {id} not null, -- key
  id {id} not null, -- key
  person {id} not null, -- key
  name {text} not null, -- work
  query {text} not null, -- work
  kept_at {instant} not null, -- system
  ended_at {instant}, -- system
  primary key (partnership, id)
){strict};
create index kept_list_person on kept_list (partnership, person, name, id) where ended_at is null;
