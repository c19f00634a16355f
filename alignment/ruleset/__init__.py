"""Rule sets (YAML): records, loading, overriding, wording."""
