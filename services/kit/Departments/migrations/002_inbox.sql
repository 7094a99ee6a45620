-- The inbox by who holds a task and what it is at, and in the order of the promised days. Only open tasks are looked for so.
alter table task add column holder text;
alter table task add column lifecycle text;
alter table task add column bundle text;
alter table task add column proposed boolean not null default false;
alter table task add column due_on date;
create index task_holder on task (holder, id) where open;
create index task_due on task (due_on, id) where open;
create index task_authority on task (authority_region, id) where open;
create index task_authority_due on task (authority_region, due_on, id) where open;
