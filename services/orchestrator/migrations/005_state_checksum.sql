-- Null in a row that has not changed since: nothing is held against it.
alter table case_file add column state_checksum bigint;
