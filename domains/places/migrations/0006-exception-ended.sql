-- Why an agreed exception ended.
alter table place_exception add column ended_reason {text}; -- public
