"""Agreement and consensus of tables that do not fit into memory: counted part by part by an engine."""
