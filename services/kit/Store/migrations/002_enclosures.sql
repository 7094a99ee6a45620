-- What came with an entry of the journal, kept with it as it came. It is in no hash: entries that were made of it have its digest.
alter table journal add column enclosure text;
