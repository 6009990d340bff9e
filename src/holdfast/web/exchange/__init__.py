"""Import and export: OKR files, spreadsheets and JSON, of what a person may see and into drafts."""
