-- The text of every catalogue that tasks were begun under, by digest: each replica and every later start ends a task by it.
create table catalogue_text (
    digest  text        not null primary key,
    content bytea       not null,
    kept_at timestamptz not null
);
