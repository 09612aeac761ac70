-- The work that makes the file of a large request, and until when the file is kept. Its list of what is left out stays.
alter table disclosure_request add column operation {id}; -- key
alter table disclosure_request add column file_until {instant}; -- work
