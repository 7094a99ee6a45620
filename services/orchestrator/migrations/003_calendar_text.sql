-- Every edition of the calendars by which dates were told. "recounted_at": when every case that was open then had been counted anew by it.
create table calendar_text (
    edition      text        not null primary key,
    content      bytea       not null,
    kept_at      timestamptz not null,
    recounted_at timestamptz
);
