-- Many departments' tasks stand in one table, and each department reads its own alone: those that are open, or all of them.
alter table task add column department text not null default '';
create index task_department on task (department, id);
create index task_department_open on task (department, id) where open;
