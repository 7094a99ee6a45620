-- Null in a row that has not changed since: nothing is held against it.
alter table task add column state_checksum bigint;
