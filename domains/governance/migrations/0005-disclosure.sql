-- Somebody asks for what a public body holds: freedom of information, environmental information.
create table disclosure_request (
  partnership {id} not null, -- key
  id {id} not null, -- key
  reference {text} not null, -- work
  regime {text} not null, -- work
  asked {blob}, -- words
  issue {id}, -- key
  place {id}, -- key
  about {text} not null, -- work
  from_on {date}, -- work
  to_on {date}, -- work
  received_on {date} not null, -- work
  due_on {date} not null, -- work
  created_at {instant} not null, -- system
  created_by {id}, -- key
  given_at {instant}, -- work
  given_by {id}, -- key
  primary key (partnership, id),
  constraint disclosure_request_reference_key unique (partnership, reference)
){strict};
create index disclosure_request_due on disclosure_request (partnership, due_on, id) where given_at is null;
create index disclosure_request_given on disclosure_request (partnership, given_at desc, id desc) where given_at is not null;
