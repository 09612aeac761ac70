-- How many issues there are in each place that everybody may read, counted anew each night: what a place's page draws its
-- charts from. One more place, under the partnership's own id, stands for everywhere. `month` is a month's first day, and
-- `category` the nil id, where a figure is of neither.
create table place_figure (
  partnership {id} not null, -- key
  place {id} not null, -- key
  counted {text} not null, -- public
  month {date} not null, -- public
  category {id} not null, -- key
  amount {int} not null, -- public
  counted_at {instant} not null, -- system
  primary key (partnership, place, counted, month, category)
){strict};
