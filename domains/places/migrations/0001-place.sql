-- A borough, area, ward, neighbourhood or place of focus, from one day until before another.
create table place (
  partnership {id} not null, -- key
  id {id} not null, -- key
  code {text} not null, -- public
  name {text} not null, -- public
  folded {text} not null, -- public
  kind {text} not null, -- public
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  lat {real} not null, -- public
  lon {real} not null, -- public
  hex_q {int}, -- public
  hex_r {int}, -- public
  version {int} not null, -- system
  created_at {instant} not null, -- system
  changed_at {instant} not null, -- system
  primary key (partnership, id),
  constraint place_code_key unique (partnership, code, valid_from)
){strict};
create index place_folded on place (partnership, folded, id);

-- What belongs to what: a ward to its area, an area to its borough.
create table place_part (
  partnership {id} not null, -- key
  child {id} not null, -- key
  parent {id} not null, -- key
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  primary key (partnership, child, parent, valid_from)
){strict};
create index place_part_parent on place_part (partnership, parent, child);

-- The ground of a place as it was drawn, GeoJSON in WGS84; a redrawn one follows from its day.
create table place_boundary (
  partnership {id} not null, -- key
  place {id} not null, -- key
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  shape {text} not null, -- public
  primary key (partnership, place, valid_from)
){strict};

-- Where an area by agreement departs from whole wards.
create table place_exception (
  partnership {id} not null, -- key
  id {id} not null, -- key
  area {id} not null, -- key
  change {text} not null, -- public
  shape {text} not null, -- public
  reason {text} not null, -- public
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  primary key (partnership, id)
){strict};
create index place_exception_area on place_exception (partnership, area, valid_from, id);

-- What makes a place one of focus, and what would end it.
create table place_focus (
  partnership {id} not null, -- key
  place {id} not null, -- key
  consultation {text} not null, -- public
  evidence {text} not null, -- public
  ends_when {text} not null, -- public
  review_on {date} not null, -- public
  version {int} not null, -- system
  changed_at {instant} not null, -- system
  primary key (partnership, place)
){strict};
create index place_focus_review on place_focus (partnership, review_on, place);

-- Where a postcode is: the middle of its addresses.
create table postcode (
  partnership {id} not null, -- key
  code {text} not null, -- public
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  lat {real} not null, -- public
  lon {real} not null, -- public
  primary key (partnership, code, valid_from)
){strict};
