"""Files that are read and checked here and computed on by another engine: Spark or ClickHouse."""
