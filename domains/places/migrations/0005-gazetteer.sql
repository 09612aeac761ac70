-- Where a street, a settlement or a building with a name is: words to a spot, from a gazetteer.
create table gazetteer (
  partnership {id} not null, -- key
  folded {text} not null, -- public
  settlement {text} not null, -- public
  lat {real} not null, -- public
  lon {real} not null, -- public
  name {text} not null, -- public
  primary key (partnership, folded, settlement, lat, lon)
){strict};
