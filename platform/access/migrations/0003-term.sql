-- What a partnership calls things: titles of roles, kinds of place, levels, themes. Each holds from one day until another,
-- so that any past day can be read in the words of its time.
create table term (
  partnership {id} not null, -- key
  id {id} not null, -- key
  list {text} not null, -- public
  code {text} not null, -- public
  label {text} not null, -- public
  plural {text}, -- public
  detail {text}, -- public
  position {int} not null, -- public
  valid_from {date} not null, -- public
  valid_to {date}, -- public
  replaced_by {text}, -- public
  primary key (partnership, id)
){strict};
create unique index term_code on term (partnership, list, code, valid_from);
