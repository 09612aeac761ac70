-- The divisions a partner organisation works in, as one set: whose, for which service, from one day until before another.
create table partner_set (
  partnership {id} not null, -- key
  id {id} not null, -- key
  code {text} not null, -- public
  name {text} not null, -- public
  organisation {id} not null, -- key
  service {text} not null, -- public
  source {text} not null, -- public
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  primary key (partnership, id),
  constraint partner_set_code_key unique (partnership, code, valid_from)
){strict};

-- One of them: a police sector, a children's district. Without a shape it covers places of ours, as partner_cover says.
create table partner_division (
  partnership {id} not null, -- key
  id {id} not null, -- key
  partner_set {id} not null, -- key
  code {text} not null, -- public
  name {text} not null, -- public
  shape {text}, -- public
  primary key (partnership, id)
){strict};
create unique index partner_division_set on partner_division (partnership, partner_set, code);

-- The places of ours that a division without lines of its own covers.
create table partner_cover (
  partnership {id} not null, -- key
  division {id} not null, -- key
  place {id} not null, -- key
  primary key (partnership, division, place)
){strict};

-- How much of a place a division lies over, and how much of the division that is: measured when either line changes.
create table partner_overlap (
  partnership {id} not null, -- key
  division {id} not null, -- key
  place {id} not null, -- key
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  square_metres {real} not null, -- public
  of_place {real} not null, -- public
  of_division {real} not null, -- public
  primary key (partnership, division, place, valid_from)
){strict};
