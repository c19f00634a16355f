"""YAML documents read strictly: line numbers, duplicate keys, types, did-you-mean."""
