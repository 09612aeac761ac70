-- What a retention run found of each kind of record.
create table retention_count (
  partnership {id} not null, -- key
  operation {id} not null, -- key
  rule {text} not null, -- work
  looked {int} not null, -- work
  due {int} not null, -- work
  held {int} not null, -- work
  primary key (partnership, operation, rule)
){strict};
