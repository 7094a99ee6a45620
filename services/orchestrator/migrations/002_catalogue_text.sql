-- The text of every catalogue that cases were compiled with, by digest: each replica and every later start reads an old case by it.
create table catalogue_text (
    digest  text        not null primary key,
    content bytea       not null,
    kept_at timestamptz not null
);
