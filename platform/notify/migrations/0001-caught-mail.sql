-- Mail that was caught instead of sent, in the demonstration and in tests. A real installation never writes here.
create table caught_mail (
  partnership {id} not null, -- key
  id {id} not null, -- key
  at {instant} not null, -- system
  mail_to {text} not null, -- contact
  subject {text} not null, -- words
  body {text} not null, -- words
  primary key (partnership, id)
){strict};
create index caught_mail_at on caught_mail (partnership, at, id);
