-- As in every department, for each of many.
create index task_department_due on task (department, due_on, id) where open;
create index task_department_authority on task (department, authority_region, id) where open;
create index task_department_authority_due on task (department, authority_region, due_on, id) where open;
