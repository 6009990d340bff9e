"""The web application: pages, API and jobs around one database of records.

Inside each noun: models (what is stored), access and queries (reads: frozen view values), actions (writes:
one transaction, an audit entry each), views (parse, `can`, call, render), forms, tasks, urls. HTML and API
call the same queries and actions.
"""
