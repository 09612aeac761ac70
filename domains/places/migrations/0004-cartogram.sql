-- How the hexagons of a partnership's cartogram lie; which one each place has stands in place.
create table cartogram (
  partnership {id} not null, -- key
  layout {text} not null, -- public
  changed_at {instant} not null, -- system
  primary key (partnership)
){strict};
