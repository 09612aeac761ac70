-- Which import brought a concern in, so that it can be undone.
alter table concern add column operation {id}; -- key
create index concern_operation on concern (partnership, operation, id) where operation is not null;
