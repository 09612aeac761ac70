-- The language of the page on which it was asked: the answer is in it. Nothing means English.
alter table take_down_request add column language {text}; -- work
