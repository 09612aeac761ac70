-- What people tell us about, as dated terms.
create table category (
  partnership {id} not null, -- key
  id {id} not null, -- key
  code {text} not null, -- public
  name {text} not null, -- public
  group_name {text} not null, -- public
  description {text} not null, -- public
  default_seriousness {int} not null, -- public
  public_place {text} not null, -- public
  answer_within {int} not null, -- public
  urgent_advice {text}, -- public
  is_notice {bool} not null, -- work
  position {int} not null, -- work
  valid_from {date} not null, -- work
  valid_to {date}, -- work
  replaced_by {id}, -- key
  primary key (partnership, id)
){strict};
create unique index category_code on category (partnership, code, valid_from);

-- One person's words.
create table concern (
  partnership {id} not null, -- key
  id {id} not null, -- key
  reference {text} not null, -- public
  version {int} not null, -- system
  category {id} not null, -- key
  status {text} not null, -- public
  channel {text} not null, -- work
  heard_at {instant} not null, -- public
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  recorded_by {id}, -- key
  protection {int} not null, -- work
  held {bool} not null, -- work
  hold_terms {int}, -- work
  released_at {instant}, -- work
  released_by {id}, -- key
  owner_organisation {id}, -- key
  people_affected {int}, -- words
  suggested_seriousness {int}, -- work
  language {text} not null, -- contact
  lat {real}, -- contact
  lon {real}, -- contact
  words {blob}, -- words
  whereabouts {blob}, -- words
  voice_hash {blob}, -- secret
  secret_hash {blob}, -- secret
  asked_again_at {instant}, -- work
  external_id {text}, -- work
  hidden_at {instant}, -- work
  hidden_reason {text}, -- work
  primary key (partnership, id),
  constraint concern_reference_key unique (partnership, reference)
){strict};
create index concern_status on concern (partnership, status, heard_at, id);
create index concern_heard_at on concern (partnership, heard_at, id);
create index concern_held on concern (partnership, heard_at, id) where held or protection >= 3;
create index concern_recorded_by on concern (partnership, recorded_by, heard_at, id) where recorded_by is not null;
create unique index concern_secret on concern (partnership, secret_hash) where secret_hash is not null;
create unique index concern_external on concern (partnership, external_id) where external_id is not null;

-- Where a concern lies, on the day it was heard.
create table concern_place (
  partnership {id} not null, -- key
  concern {id} not null, -- key
  place {id} not null, -- key
  waits {bool} not null, -- public
  heard_at {instant} not null, -- public
  primary key (partnership, concern, place)
){strict};
create index concern_place_waits on concern_place (partnership, place, heard_at, concern) where waits;
create index concern_place_heard on concern_place (partnership, place, heard_at, concern);

-- How to reach whoever told us, and whether it is safe.
create table concern_contact (
  partnership {id} not null, -- key
  concern {id} not null, -- key
  sealed {blob}, -- contact
  safe_way {text} not null, -- contact
  wants_news {bool} not null, -- contact
  stopped_at {instant}, -- contact
  erased_at {instant}, -- system
  primary key (partnership, concern)
){strict};

-- A call, visit or letter, by whom and what was said.
create table contact_log (
  partnership {id} not null, -- key
  id {id} not null, -- key
  concern {id} not null, -- key
  way {text} not null, -- work
  at {instant} not null, -- work
  kept_by {id}, -- key
  words {blob}, -- words
  primary key (partnership, id)
){strict};
create index contact_log_concern on contact_log (partnership, concern, at, id);

-- An answer that somebody is to be told, once, by the way they said is safe.
create table telling (
  partnership {id} not null, -- key
  id {id} not null, -- key
  concern {id} not null, -- key
  about {id} not null, -- key
  news {text} not null, -- work
  way {text} not null, -- work
  made_at {instant} not null, -- work
  told_at {instant}, -- work
  told_by {id}, -- key
  primary key (partnership, id),
  constraint telling_once_key unique (partnership, concern, about)
){strict};
create index telling_to_do on telling (partnership, way, made_at, id) where told_at is null;

-- One of the two people it takes to lower a protection of 3 or more.
create table protection_lowering (
  partnership {id} not null, -- key
  concern {id} not null, -- key
  lowered_to {int} not null, -- work
  asked_by {id} not null, -- key
  asked_at {instant} not null, -- work
  reason {blob}, -- words
  primary key (partnership, concern)
){strict};
