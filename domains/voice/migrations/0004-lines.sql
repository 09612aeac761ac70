-- By which lines a concern lies in a place: those of the day it was heard on, those of today, or both.
alter table concern_place add column is_then {bool} not null default true; -- public
alter table concern_place add column is_now {bool} not null default true; -- public
drop index concern_place_waits;
drop index concern_place_heard;
create index concern_place_waits on concern_place (partnership, place, heard_at, concern, is_then, is_now) where waits;
create index concern_place_heard on concern_place (partnership, place, heard_at, concern, is_then, is_now);
