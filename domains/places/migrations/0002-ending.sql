-- Why a place ended: what a line of its own never says.
create table place_ending (
  partnership {id} not null, -- key
  place {id} not null, -- key
  reason {text} not null, -- public
  primary key (partnership, place)
){strict};
